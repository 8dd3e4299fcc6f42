"""Weights are used only if they are the ones that were measured."""

import hashlib
import json
from pathlib import Path

import pytest

from cuibono.core.errors import WeightsError
from cuibono.models.manifest import Weights

CONTENT = b"a network"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pairs.onnx").write_bytes(CONTENT)
    listed = {"pairs.onnx": {"sha256": hashlib.sha256(CONTENT).hexdigest(), "bytes": len(CONTENT)}}
    (tmp_path / "manifest.json").write_text(json.dumps({"files": listed}), "utf-8")
    return tmp_path


def test_a_file_that_is_right_is_given(folder: Path) -> None:
    assert Weights(folder).file("pairs.onnx") == CONTENT
    Weights(folder).check()


@pytest.mark.parametrize("content", [CONTENT[:-1], b"", CONTENT.replace(b"n", b"m", 1)])
def test_one_that_is_truncated_or_altered_is_refused_with_both_checksums(folder: Path, content: bytes) -> None:
    (folder / "pairs.onnx").write_bytes(content)
    with pytest.raises(WeightsError) as fault:
        Weights(folder).check()
    assert hashlib.sha256(content).hexdigest() in str(fault.value)
    assert hashlib.sha256(CONTENT).hexdigest() in str(fault.value)
    assert "make train" in str(fault.value)


def test_one_that_is_missing_is_named(folder: Path) -> None:
    (folder / "pairs.onnx").unlink()
    with pytest.raises(WeightsError, match=r"pairs\.onnx cannot be read"):
        Weights(folder).check()


@pytest.mark.parametrize("manifest", ["", "[]", "{}", "no JSON"])
def test_a_manifest_that_is_none_is_named(folder: Path, manifest: str) -> None:
    (folder / "manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(WeightsError, match=r"manifest\.json"):
        Weights(folder).file("pairs.onnx")


def test_a_file_that_the_manifest_does_not_list_is_refused(folder: Path) -> None:
    with pytest.raises(WeightsError, match="not in the manifest"):
        Weights(folder).file("other.onnx")


def test_other_bytes_or_another_quantisation_are_another_network(folder: Path) -> None:
    def identity(**changes: object) -> str:
        listed = {"pairs.onnx": {"sha256": "a" * 64, "bytes": 9}}
        (folder / "manifest.json").write_text(
            json.dumps({"base": "net", "quantisation": "int8", "files": listed} | changes)
        )
        return Weights(folder).identity("pairs.onnx")

    assert identity() == "net; int8; pairs.onnx aaaaaaaaaaaaaaaa"
    other = {"pairs.onnx": {"sha256": "b" * 64, "bytes": 9}}
    assert len({identity(), identity(files=other), identity(quantisation="float32"), identity(base="other")}) == 4
    with pytest.raises(WeightsError, match="not in the manifest"):
        Weights(folder).identity("none.onnx")


def test_what_was_checked_is_handed_out_without_a_second_look(folder: Path) -> None:
    weights = Weights(folder)
    weights.check("pairs.onnx")
    (folder / "pairs.onnx").unlink()
    weights.check()
    assert weights.file("pairs.onnx") == CONTENT
    with pytest.raises(WeightsError, match="cannot be read"):
        weights.file("pairs.onnx")  # it is not kept for ever


def test_only_what_is_named_is_checked(folder: Path) -> None:
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))
    listed["files"]["other.onnx"] = {"sha256": "0", "bytes": 1}
    (folder / "manifest.json").write_text(json.dumps(listed), "utf-8")
    Weights(folder).check("pairs.onnx")
    with pytest.raises(WeightsError, match=r"other\.onnx"):
        Weights(folder).check()
