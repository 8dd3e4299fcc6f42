"""What real text brings: it is read, or told of in one clear message, in time that grows with its length."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.cli.command import invoke
from tests.cli.conftest import ARTICLE

GERMAN = (
    "Eine Fähre mit 240 Menschen an Bord ist am Montagabend vor Port Ellery auf Grund gelaufen, sagte das Hafenamt. "
    "„Niemand wurde verletzt“, sagte Mara Quist, eine Sprecherin der Behörde. Zwölf Autos seien beschädigt worden."
)
CHINESE = "周一晚上，一艘载有240人的渡轮在埃勒里港搁浅，港务局说。“没有人受伤，”发言人奎斯特说。"
SHOUTED = "FERRY WITH 240 ON BOARD RUNS AGROUND OFF PORT ELLERY"
SOFT = (
    "The o\ufb03ce of the har\u00adbour said a ferry ran aground. “Nobody was hurt,” said Mara Quist of the o\ufb03ce."
)


def put(folder: Path, name: str, text: str, title: str = "Ferry aground off Port Ellery") -> Path:
    """A JSON article."""
    path = folder / f"{name}.json"
    fields = {"title": title, "text": text, "url": f"https://{name}.example/1", "outlet": f"{name.title()} Post"}
    path.write_text(json.dumps({**fields, "published": "2026-11-02"}), "utf-8")
    return path


def long_sentence(words: int) -> str:
    clause = "the ferry ran aground off Port Ellery with 240 people on board, as Mara Quist said on Monday, and"
    return " ".join([clause] * (words // len(clause.split()))) + " nobody was hurt."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ARTICLE.replace("\n", "\n\n"), SHOUTED),
        (f"By Tom Reed, treed@coastherald.example\n\n{ARTICLE}", SHOUTED.title()),
        (SOFT, "O\ufb03ce: fer\u00adry aground"),
        (long_sentence(2000), "Ferry aground"),
        ("🚢😱🌊 🚢😱🌊", "🚢🚢"),
        (GERMAN, "Fähre auf Grund"),
        (CHINESE, "渡轮搁浅"),
        ("", "Ferry aground"),
        ("", ""),
        ("\u00ad\u200b \ufeff", "\u200b"),
        ("(((“”)))) ’’’ -- .... ???", "“"),
        ("İ\u0307ſﬁ Ǆ 𝔄𝔟𝔠 said \u202eolleh\u202c, a\u0301\u0301\u0301.", "ſaid"),
    ],
    ids="shouted by-line soft long emoji german chinese empty nothing invisible marks odd".split(),
)
def test_an_article_is_read_or_refused_in_one_message(tmp_path, db, text, title):
    done = invoke("read", put(tmp_path, "rough", text, title), "--db", db, "--json")
    assert done.code in {0, 3}
    if done.code:
        cause, outcome = done.told  # each a message of ours, no traceback
        assert cause.startswith("rough.json: the JSON holds no article")
        assert outcome == "nothing could be read"
    else:
        assert done.json[0]["documents"]


def test_soft_hyphens_and_ligatures_hide_no_speaker(tmp_path, db):
    reading = invoke("read", put(tmp_path, "soft", SOFT), "--db", db, "--json").json[0]
    assert "Mara Quist" in json.dumps(reading["speakers"])


def test_other_languages_are_recognised_and_left_alone_with_a_note(tmp_path, db):
    put(tmp_path, "coast", ARTICLE)
    put(tmp_path, "hafen", GERMAN, "Fähre läuft vor Port Ellery auf Grund")
    put(tmp_path, "gang", CHINESE, "渡轮在埃勒里港搁浅")
    reading = invoke("read", tmp_path, "--one-story", "--db", db, "--json").json[0]
    noted = {d["id"]: d["notices"][0] for d in reading["documents"] if d["notices"]}
    assert {notice["kind"] for notice in noted.values()} == {"language"}
    assert {notice["message"].split("'")[1] for notice in noted.values()} == {"de", "zh"}
    assert reading["assertions"]
    assert not {a["document"] for a in reading["assertions"]} & noted.keys()
    cells = [cell for row in reading["matrix"] for cell in row["cells"] if cell["document"] in noted]
    assert cells
    assert {cell["state"] for cell in cells} == {"unclear"}
    assert all("language" in cell["reason"] for cell in cells)


def test_time_is_linear_in_the_length_of_a_sentence(tmp_path, db):
    def cost(words: int) -> float:
        path = put(tmp_path, f"long{words}", long_sentence(words))
        start = time.process_time()
        assert invoke("read", path, "--db", db, "--json").code == 0
        return time.process_time() - start

    cost(100)  # word lists are read once
    short, long = cost(500), cost(2000)
    assert long < 10 * short  # 4 if linear, 16 if quadratic
