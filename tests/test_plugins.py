"""Plug-ins: a distribution on the path adds a probe, a lens and an exporter; a broken one is named."""

from __future__ import annotations

import importlib
import sys
from textwrap import dedent

import pytest

from cuibono.core.errors import SettingsError
from cuibono.core.talk import Act, Lens
from cuibono.plugins import Registry, installed, load_plugins
from tests.cli.command import invoke
from tests.cli.conftest import article

PLUGIN = """
    from cuibono.core.claims import Method, Provenance
    from cuibono.core.findings import Aspect, Framing
    from cuibono.core.talk import Act, Lens

    METHOD = Method("shouting", "7")


    class Shouting:
        def examine(self, record, found):
            for document in record.story.documents:
                start = document.text.find("NOBODY")
                if start >= 0:
                    span = document.span(start, start + 6)
                    yield Framing(
                        id=f"f{document.id}shout", spans=(span,), provenance=Provenance(METHOD, 0.9), salience=1.0,
                        aspect=Aspect.LOADED, document=document.id, reason="it shouts",
                    )


    class Headline:
        def export(self, reading):
            return f"HEADLINE {reading.record.story.title}"


    class Stamp:
        def export(self, reading):
            return b"\\x00\\xff" + reading.record.story.id.encode()


    def register(registry):
        registry.add_probe("does it shout", Shouting(), METHOD)
        registry.add_lens(Lens("Ear", "hears who shouts", ("loaded words",), (Act.REPORT,)))
        registry.add_exporter("headline", Headline())
        registry.add_exporter("stamp", Stamp())
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a distribution whose module has this source; module names differ, since Python remembers them."""
    made = []

    def _install(source: str, *, target: str = "register") -> str:
        name = f"plug_{tmp_path.name.replace('-', '_')}_{len(made)}"
        made.append(name)
        folder = tmp_path / "site" / name
        info = folder / f"{name}-1.2.dist-info"
        info.mkdir(parents=True)
        (folder / f"{name}.py").write_text(dedent(source))
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
        (info / "entry_points.txt").write_text(f"[cuibono.plugins]\nshout = {name}:{target}\n")
        monkeypatch.syspath_prepend(folder)
        importlib.invalidate_caches()
        return name

    yield _install
    for name in made:
        sys.modules.pop(name, None)


def test_without_plug_ins_there_is_nothing_to_load():
    registry = Registry()
    load_plugins(registry)
    assert installed() == ()
    assert registry == Registry()


def test_a_plug_in_adds_a_probe_a_lens_and_an_exporter(install, tmp_path):
    name = install(PLUGIN)
    text = "NOBODY was hurt when the ferry ran aground on Monday, the harbour office of Port Ellery said."
    db, paper = tmp_path / "s.db", article(tmp_path / "a.json", text=text)
    done = invoke("read", paper, "--db", db)
    assert (done.code, done.err) == (0, "")
    assert "it shouts" in done.out
    assert "does it shout (shouting 7)" in " ".join(done.out.split())

    plain = invoke("read", paper, "--json", "--db", db).json[0]
    assert [f["reason"] for f in plain["findings"] if f["provenance"]["method"]["name"] == "shouting"] == ["it shouts"]
    assert invoke("verify", "--db", db).code == 0

    story = plain["story"]["id"]
    assert invoke("show", story, "--format", "headline", "--db", db).out == f"HEADLINE {plain['story']['title']}\n"
    assert invoke("read", paper, "--format", "headline", "--db", db).out.startswith("HEADLINE ")
    unknown = invoke("show", story, "--format", "docx", "--db", db)
    assert unknown.told == ["there is no format 'docx'; there are headline, html, json, md, stamp"]
    doctor = invoke("doctor", "--db", db).out
    assert f"shout ({name}:register, from {name} 1.2)" in doctor
    assert "headline, html, json, md, stamp" in doctor


def test_what_a_plug_in_registers_stands_beside_what_is_there(install):
    install(PLUGIN)
    registry = Registry(lenses=[Lens("Wire", "counts", ("origins",), (Act.REPORT,))])
    load_plugins(registry)
    assert [lens.name for lens in registry.lenses] == ["Wire", "Ear"]
    assert [judgement for judgement, _probe in registry.probes] == ["does it shout"]
    assert [(judgement, method.name) for judgement, method in registry.methods] == [("does it shout", "shouting")]
    assert set(registry.exporters) == {"headline", "stamp"}


def test_bytes_of_several_stories_cannot_be_one_output(install, tmp_path):
    install(PLUGIN)
    db = tmp_path / "s.db"
    about = {"title": "Tax on water", "outlet": "Wend Gazette", "url": "https://w.example/"}
    text = "Parliament in Lower Wend passed a tax on bottled water by 61 votes to 40 on Tuesday."
    papers = [article(tmp_path / "a.json"), article(tmp_path / "b.json", text=text, **about)]
    both = invoke("read", *papers, "--format", "headline", "--db", db)
    assert both.out.count("HEADLINE") == 2
    refused = invoke("read", *papers, "--format", "stamp", "--db", db)
    assert (refused.code, refused.out) == (2, "")
    assert refused.told[0].startswith("2 stories were read, and stamp holds one")


@pytest.mark.parametrize(
    ("source", "target", "cause"),
    [
        ("import no_such_module_at_all", "register", "No module named 'no_such_module_at_all'"),
        ("def register(registry): raise RuntimeError('my key is missing')", "register", "my key is missing"),
        ("def register(registry): raise RuntimeError", "register", "RuntimeError"),
        ("register = 3", "register", "'int' object is not callable"),
        ("", "enrol", "has no attribute 'enrol'"),
        (
            """
            from cuibono.core.talk import Lens
            def register(registry): registry.add_lens(Lens("Wire", "", (), ()))
            """,
            "register",
            "two lenses are called 'Wire'",
        ),
    ],
)
def test_a_broken_plug_in_is_named_with_its_cause(install, tmp_path, source, target, cause):
    name = install(source, target=target)
    done = invoke("read", article(tmp_path / "a.json"), "--db", tmp_path / "s.db")
    assert (done.code, done.out) == (2, "")
    assert len(done.told) == 1
    assert done.told[0].startswith(f"plug-in shout ({name}:{target}, from {name} 1.2) cannot be used: ")
    assert cause in done.told[0]
    assert not (tmp_path / "s.db").exists()


def test_two_lenses_of_one_name_are_refused():
    registry = Registry()
    registry.add_lens(Lens("Ear", "hears", (), (Act.REPORT,)))
    with pytest.raises(SettingsError, match="two lenses are called 'Ear'"):
        registry.add_lens(Lens("Ear", "hears again", (), (Act.ASK,)))


def test_a_source_is_made_by_its_kind():
    registry = Registry()
    registry.add_source("pigeon", lambda options, tools: (options["loft"], tools))
    assert registry.source({"kind": "pigeon", "loft": "north"}, "tools") == ("north", "tools")
    with pytest.raises(SettingsError, match="kind: there is no source 'raven'; there are pigeon"):
        registry.source({"kind": "raven"}, "tools")
    with pytest.raises(SettingsError, match="kind is missing"):
        registry.source({"loft": "north"}, "tools")
