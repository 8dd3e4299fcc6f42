-- What the migrations make of an empty SQLite file, so that a new store needs no Alembic; a test holds it against them.
-- Statements are parted by blank lines.

CREATE TABLE cuibono_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT cuibono_version_pkc PRIMARY KEY (version_num)
)

CREATE TABLE captures (
    id TEXT NOT NULL,
    location TEXT NOT NULL,
    fetched TEXT NOT NULL,
    media_type TEXT NOT NULL,
    headers TEXT NOT NULL,
    seal TEXT NOT NULL,
    body BLOB NOT NULL,
    CONSTRAINT pk_captures PRIMARY KEY (id)
)

CREATE INDEX ix_captures_location ON captures (location)

CREATE TABLE documents (
    id TEXT NOT NULL,
    capture TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT,
    outlet TEXT NOT NULL,
    language TEXT,
    snippet BOOLEAN NOT NULL,
    seal TEXT NOT NULL,
    published TEXT NOT NULL,
    modified TEXT NOT NULL,
    authors TEXT NOT NULL,
    tags TEXT NOT NULL,
    notices TEXT NOT NULL,
    links TEXT NOT NULL,
    blocks TEXT NOT NULL,
    boxes TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_documents PRIMARY KEY (id),
    CONSTRAINT fk_documents_capture FOREIGN KEY(capture) REFERENCES captures (id)
)

CREATE INDEX ix_documents_capture ON documents (capture)

CREATE INDEX ix_documents_url ON documents (url)

CREATE INDEX ix_documents_outlet ON documents (outlet)

CREATE TABLE readings (
    id INTEGER NOT NULL,
    story TEXT NOT NULL,
    as_of TEXT NOT NULL,
    title TEXT NOT NULL,
    read_at TEXT NOT NULL,
    documents INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    seal TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_readings PRIMARY KEY (id),
    CONSTRAINT uq_readings_story_as_of UNIQUE (story, as_of)
)

CREATE TABLE reading_documents (
    reading INTEGER NOT NULL,
    document TEXT NOT NULL,
    CONSTRAINT pk_reading_documents PRIMARY KEY (reading, document),
    CONSTRAINT fk_reading_documents_reading FOREIGN KEY(reading) REFERENCES readings (id) ON DELETE CASCADE,
    CONSTRAINT fk_reading_documents_document FOREIGN KEY(document) REFERENCES documents (id)
)

CREATE INDEX ix_reading_documents_document ON reading_documents (document)

CREATE TABLE spans (
    reading INTEGER NOT NULL,
    number INTEGER NOT NULL,
    owner TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    part TEXT NOT NULL,
    document TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    CONSTRAINT pk_spans PRIMARY KEY (reading, number),
    CONSTRAINT fk_spans_reading FOREIGN KEY(reading) REFERENCES readings (id) ON DELETE CASCADE,
    CONSTRAINT fk_spans_document FOREIGN KEY(document) REFERENCES documents (id)
)

CREATE INDEX ix_spans_document_start ON spans (document, start)

CREATE INDEX ix_spans_owner_id ON spans (owner_id)

CREATE TABLE forgetting (
    thing TEXT NOT NULL,
    CONSTRAINT pk_forgetting PRIMARY KEY (thing)
)

CREATE TRIGGER captures_never_change BEFORE UPDATE ON captures WHEN NOT 0 BEGIN SELECT RAISE(ABORT, 'captures never change'); END

CREATE TRIGGER captures_go_by_forget BEFORE DELETE ON captures WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE thing = OLD.id) BEGIN SELECT RAISE(ABORT, 'captures go only when a story is forgotten'); END

CREATE TRIGGER documents_never_change BEFORE UPDATE ON documents WHEN NOT 0 BEGIN SELECT RAISE(ABORT, 'documents never change'); END

CREATE TRIGGER documents_go_by_forget BEFORE DELETE ON documents WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE thing = OLD.id) BEGIN SELECT RAISE(ABORT, 'documents go only when a story is forgotten'); END

CREATE TABLE watched (
    id TEXT NOT NULL,
    options TEXT NOT NULL,
    every FLOAT NOT NULL,
    quota INTEGER NOT NULL,
    due TEXT NOT NULL,
    failures INTEGER NOT NULL,
    error TEXT NOT NULL,
    polled TEXT,
    CONSTRAINT pk_watched PRIMARY KEY (id)
)

CREATE INDEX ix_watched_due ON watched (due)

CREATE TABLE leases (
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    until TEXT NOT NULL,
    CONSTRAINT pk_leases PRIMARY KEY (name)
)

CREATE TABLE validators (
    url TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    list TEXT DEFAULT '' NOT NULL,
    gone TEXT,
    CONSTRAINT pk_validators PRIMARY KEY (url)
)

CREATE INDEX ix_validators_list ON validators (list)

CREATE TABLE inbox (
    capture TEXT NOT NULL,
    source TEXT NOT NULL,
    number INTEGER NOT NULL,
    problem TEXT NOT NULL,
    CONSTRAINT pk_inbox PRIMARY KEY (capture),
    CONSTRAINT fk_inbox_capture FOREIGN KEY(capture) REFERENCES captures (id) ON DELETE CASCADE
)

CREATE INDEX ix_inbox_problem_source_number ON inbox (problem, source, number)

CREATE INDEX ix_inbox_number ON inbox (number)

CREATE TABLE waiting (
    document TEXT NOT NULL,
    source TEXT NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT pk_waiting PRIMARY KEY (document),
    CONSTRAINT fk_waiting_document FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
)

CREATE INDEX ix_waiting_source_number ON waiting (source, number)

CREATE INDEX ix_waiting_number ON waiting (number)

CREATE TABLE placed (
    document TEXT NOT NULL,
    story TEXT NOT NULL,
    page TEXT NOT NULL,
    words TEXT NOT NULL,
    seen TEXT,
    traits TEXT NOT NULL,
    CONSTRAINT pk_placed PRIMARY KEY (document),
    CONSTRAINT uq_placed_page_words UNIQUE (page, words),
    CONSTRAINT fk_placed_document FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
)

CREATE INDEX ix_placed_story ON placed (story)

CREATE TABLE placed_terms (
    term TEXT NOT NULL,
    day FLOAT NOT NULL,
    document TEXT NOT NULL,
    CONSTRAINT pk_placed_terms PRIMARY KEY (term, day, document)
)
 WITHOUT ROWID

CREATE TABLE blocks (
    document TEXT NOT NULL,
    level INTEGER NOT NULL,
    label TEXT NOT NULL,
    CONSTRAINT pk_blocks PRIMARY KEY (document, level),
    CONSTRAINT fk_blocks_document FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
)
 WITHOUT ROWID

CREATE INDEX ix_blocks_level_label ON blocks (level, label)

CREATE TABLE touched (
    story TEXT NOT NULL,
    "before" TEXT NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT pk_touched PRIMARY KEY (story)
)

CREATE INDEX ix_touched_number ON touched (number)

CREATE TABLE ticking (
    story TEXT NOT NULL,
    due TEXT NOT NULL,
    CONSTRAINT pk_ticking PRIMARY KEY (story)
)

CREATE INDEX ix_ticking_due ON ticking (due)

CREATE TABLE noticed (
    id TEXT NOT NULL,
    story TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_noticed PRIMARY KEY (id)
)

CREATE INDEX ix_noticed_at ON noticed (at)

CREATE INDEX ix_noticed_story ON noticed (story)

CREATE TABLE noticed_documents (
    noticed TEXT NOT NULL,
    document TEXT NOT NULL,
    CONSTRAINT pk_noticed_documents PRIMARY KEY (noticed, document),
    CONSTRAINT fk_noticed_documents_noticed FOREIGN KEY(noticed) REFERENCES noticed (id) ON DELETE CASCADE
)

CREATE INDEX ix_noticed_documents_document ON noticed_documents (document)

CREATE TABLE told (
    noticed TEXT NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_told PRIMARY KEY (noticed, channel),
    CONSTRAINT fk_told_noticed FOREIGN KEY(noticed) REFERENCES noticed (id) ON DELETE CASCADE
)

CREATE TABLE claim_words (
    number INTEGER NOT NULL,
    reading INTEGER NOT NULL,
    claim TEXT NOT NULL,
    document TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    vector BLOB,
    model TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_claim_words PRIMARY KEY (number),
    CONSTRAINT fk_claim_words_reading FOREIGN KEY(reading) REFERENCES readings (id) ON DELETE CASCADE,
    CONSTRAINT fk_claim_words_document FOREIGN KEY(document) REFERENCES documents (id)
)

CREATE INDEX ix_claim_words_reading ON claim_words (reading)

CREATE INDEX ix_claim_words_document ON claim_words (document)

CREATE TABLE full_text_numbers (number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE)

CREATE VIRTUAL TABLE full_text_documents USING fts5(title, words, content='', tokenize = 'porter unicode61 remove_diacritics 2')

CREATE VIRTUAL TABLE full_text_claims USING fts5(words, content='', tokenize = 'porter unicode61 remove_diacritics 2')

CREATE TABLE turns (
    story TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    move TEXT NOT NULL,
    basis TEXT NOT NULL,
    closes BOOLEAN NOT NULL,
    said_at TEXT NOT NULL,
    seal TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_turns PRIMARY KEY (story, number)
)

CREATE TABLE spending (
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    model TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    micros BIGINT,
    settled BOOLEAN NOT NULL,
    CONSTRAINT pk_spending PRIMARY KEY (number)
)

CREATE INDEX ix_spending_at ON spending (at)

INSERT INTO cuibono_version (version_num) VALUES ('0005')
