"""Speed and size: counts and CPU seconds of whole processes, with the ratios that matter on a noisy machine.

Prints a table, each figure beside its budget; run by `make bench`. Takes real articles from ../shared/data where they
are, the bundled story else. The modules are compiled first, as an installation has them.
"""

from __future__ import annotations

import compileall
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cuibono.app import Newsroom
from cuibono.core.reading import Record
from cuibono.findings.candidates import worded
from cuibono.language.sentences import sentences
from cuibono.settings import Settings

HELP, STORY, RATIO, OPENED = 0.25, 3.0, 1.5, 1.0  # CPU seconds; with weights, times what the encoder alone needs
LARGE = 50  # documents of the story at which weights are measured again
WEIGHED, LONG = 700, 300  # MB with weights, and for the longest story by rules
ROOT = Path(__file__).parent.parent
DATA = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
CUIBONO = [sys.executable, "-m", "cuibono"]


def run(*arguments: str, weights: bool = False) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of one command, by rules alone unless ``weights`` have a say."""
    probe = (
        "import resource,subprocess,sys;"
        "code=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.PIPE);"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "sys.stderr.buffer.write(code.stderr[-2000:]) if code.returncode else None;"
        "print(u.ru_utime+u.ru_stime,u.ru_maxrss/1024,code.returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"CUIBONO_MODELS__USE": str(int(weights))},
    )
    cpu, memory, code = done.stdout.split()
    if int(code):
        sys.exit(f"bench: {' '.join(arguments)} failed: {done.stderr}")
    return float(cpu), float(memory)


def articles() -> list[dict[str, str]]:
    """Real articles of many stories, each a JSON article; the bundled story's where there are none."""
    for folder in (DATA / "stories", ROOT / "examples"):
        found = [json.loads(path.read_text()) for path in sorted(folder.glob("*/*.json"))]
        if articles := [each for each in found if isinstance(each, dict) and {"url", "text", "outlet"} <= each.keys()]:
            return articles
    sys.exit("bench: there are no JSON articles to read")


def widened(count: int) -> list[dict[str, str]]:
    """``count`` articles of one story: real ones, then shuffles of real paragraphs, so that nothing is a reprint."""
    real = articles()
    dice = random.Random(1)
    paragraphs = [p for article in real for p in article["text"].split("\n\n") if len(p) > 80]
    made = real[:count]
    while len(made) < count:
        base = dice.choice(real)
        text = "\n\n".join(dice.sample(paragraphs, 14))
        made.append({**base, "url": f"https://made.example/{len(made)}", "outlet": f"Paper {len(made)}", "text": text})
    return made


def curve(sizes: tuple[int, ...] = (5, 50, 500)) -> list[tuple[int, float, float]]:
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for place, article in enumerate(widened(size)):
                Path(folder, f"{place:04}.json").write_text(json.dumps(article))
            rows.append(
                (size, *run(*CUIBONO, "read", folder, "--one-story", "--json", "--db", f"{folder}/../bench{size}.db"))
            )
            Path(folder, f"../bench{size}.db").unlink(missing_ok=True)
    return rows


def encoded(story: Path, times: int) -> tuple[float, float]:
    """CPU seconds of the encoders for what a reading asks them of a story, and of opening them: the best of ``times``.

    A reading asks for the vectors of its sentences and of its assertions, and about pairs of them.
    """
    with tempfile.TemporaryDirectory() as folder, Newsroom(Settings(db=Path(folder, "e.db"))) as room:
        reading = max(room.read([str(story)], one_story=True).readings, key=lambda r: len(r.record.assertions))
        record = reading.record
        texts = [a.span.quote for a in record.assertions]
        texts += [span.quote for document in record.story.documents for span in sentences(document)]
        pairs = asked(record)
        costs = [_asked_alone(sorted(set(texts)), pairs, Path(folder, f"f{i}.db")) for i in range(times)]
        return min(seconds for seconds, _ in costs), min(opened for _, opened in costs)


def _asked_alone(texts: list[str], pairs: list[tuple[str, str]], db: Path) -> tuple[float, float]:
    """CPU seconds of new encoders, which remember nothing, for these texts and pairs; and of opening them."""
    with Newsroom(Settings(db=db)) as room:
        began = time.process_time()
        observer, relater = room.investigator.observer, room.investigator.relater
        if observer is None or relater is None:
            sys.exit("bench: the weights cannot be used")
        observer.vectors(["One sentence."])
        relater.relate([("One sentence.", "Another.")])
        opened = time.process_time() - began
        began = time.process_time()
        observer.vectors(texts)
        relater.relate(pairs)
        return time.process_time() - began, opened


def asked(record: Record) -> list[tuple[str, str]]:
    """The pairs that the pair encoder was asked about."""
    pairs = []
    for (a, b), seen in record.weighed.items():
        pair = worded(record.assertion[a]), worded(record.assertion[b])
        pairs += [pair, pair[::-1]] if seen.back else [pair]
    near = [(key, near.sentence.quote) for key, near in record.nearest.items() if near.follows is not None]
    return pairs + [(sentence, record.claim[claim].canonical.quote) for (claim, _), sentence in near]


def against(figure: float, budget: float) -> str:
    """The budget of a figure, and whether it is kept."""
    return f"(budget {budget:g}{'' if figure <= budget else ': OVER'})"


def weighed_against(story: Path, name: str, times: int = 3) -> None:
    """Print what reading a story costs by rules and with weights, and what the encoders alone need for it."""
    with tempfile.TemporaryDirectory() as folder:
        read = [*CUIBONO, "read", str(story), "--one-story", "--db"]
        costs = [run(*read, f"{folder}/{i}.db") for i in range(times)]
        weighed = [run(*read, f"{folder}/w{i}.db", weights=True) for i in range(times)]
    encoder, opened = encoded(story, times)
    cpu, memory = min(costs)
    count = len(list(story.iterdir()))
    budget = f" {against(cpu, STORY)}" if count < LARGE else ""
    print(f"{name}, {count:3} documents {cpu:6.2f} s CPU{budget}, {memory:.0f} MB")
    cpu, memory = min(weighed)
    print(f"the same with weights      {cpu:6.2f} s CPU, {memory:.0f} MB {against(memory, WEIGHED)}")
    print(
        f"the encoder alone          {encoder:6.2f} s CPU: with weights"
        f" {cpu / encoder:.2f} times that {against(cpu / encoder, RATIO)}"
    )
    print(f"opening the encoder        {opened:6.2f} s CPU {against(opened, OPENED)}")


def main() -> None:
    start = time.time()
    compileall.compile_dir(ROOT / "src", quiet=1)
    bare = min(run(sys.executable, "-c", "pass")[0] for _ in range(5))
    helped = min(run(*CUIBONO, "--help")[0] for _ in range(5))
    print(f"bare interpreter           {bare:6.2f} s CPU")
    print(f"cuibono --help             {helped:6.2f} s CPU {against(helped, HELP)}")
    stories = sorted((DATA / "stories").glob("*"), key=lambda s: -len(list(s.glob("*.json"))))
    for story in stories[:1] or sorted((ROOT / "examples").glob("*/"))[:1]:
        weighed_against(story, "one story")
    with tempfile.TemporaryDirectory() as folder:
        for place, article in enumerate(widened(LARGE)):
            Path(folder, f"{place:04}.json").write_text(json.dumps(article))
        weighed_against(Path(folder), "one of some size", 1)
    rows = curve()
    before = (0, helped)
    for size, cpu, memory in rows:
        added = (cpu - before[1]) / (size - before[0])
        limit = f" {against(memory, LONG)}" if size == rows[-1][0] else ""
        print(
            f"{size:4} documents, one story  {cpu:6.2f} s CPU, {added * 1000:6.0f} ms for each further document"
            f", {memory:.0f} MB{limit}"
        )
        before = (size, cpu)
    first, *_, last = rows
    growth = (last[1] / last[0]) / (first[1] / first[0])
    print(f"cost of a document in the longest story: {growth:.2f} times that in the shortest (linear: at most 1)")
    print(f"(measured in {time.time() - start:.0f} s, {resource.getpagesize()} byte pages)")


if __name__ == "__main__":
    main()
