"""Write the trained encoders as int8 ONNX, with the tokenizer and a manifest of checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import encoder
import onnx
import torch
from encoder import WIDTH
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from pairs import HEADS, PairEncoder
from sentences import SentenceEncoder
from torch import nn

OPSET = 17


def export(work: Path, out: Path) -> None:
    """Every checkpoint in ``work`` becomes a network in ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(1, 8, dtype=torch.long)
    made = {
        "pairs": (PairEncoder("eager"), (ids, ids, torch.tensor([[0] * 4 + [1] * 4])), list(HEADS)),
        "sentences": (SentenceEncoder("eager"), (ids, ids), ["vector", "looks", "firmness"]),
    }
    made["sentences"][0].grow()
    for name, (model, example, outputs) in made.items():
        if (work / f"{name}.pt").exists():
            model.load_state_dict(torch.load(work / f"{name}.pt", weights_only=True))
            _write(model.eval(), example, outputs, out / f"{name}.onnx")
    shutil.copy(encoder.folder() / "tokenizer.json", out / "tokenizer.json")
    listed = {
        path.name: {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
        for path in sorted(out.iterdir())
        if path.suffix in {".onnx", ".json"} and path.name != "manifest.json"
    }
    about = {"base": "all-MiniLM-L6-v2", "base_sha256": encoder.SHA256, "quantisation": "int8, dynamic, per channel"}
    (out / "manifest.json").write_text(json.dumps({**about, "files": listed}, indent=2) + "\n", encoding="utf-8")


def _write(model: nn.Module, example: tuple[torch.Tensor, ...], outputs: list[str], place: Path) -> None:
    names = ["input_ids", "attention_mask", "token_type_ids"][: len(example)]
    axes = {name: {0: "texts", 1: "pieces"} for name in [*names, *(["firmness"] if "firmness" in outputs else [])]}
    whole = place.with_suffix(".fp32.onnx")
    torch.onnx.export(
        model, example, str(whole), input_names=names, output_names=outputs, dynamic_axes=axes,
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip
    # Attention, GELU and layer norm as one step each: texts are read one by one, where steps cost more than sums.
    fused = optimizer.optimize_model(str(whole), "bert", num_heads=12, hidden_size=WIDTH)
    fused.save_model_to_file(str(whole))
    quantize_dynamic(
        whole, place, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )  # fmt: skip
    whole.unlink()
