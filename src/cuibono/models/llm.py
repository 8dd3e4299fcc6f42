"""Any provider's model, through pydantic-ai: one request for one turn, structured output, no tools, no retries.

``openai:NAME`` (with ``base_url`` any server that speaks its protocol), ``anthropic:NAME``, ``ollama:NAME``,
``llamacpp:NAME`` (llama.cpp's server), and whatever else pydantic-ai knows by ``provider:NAME``. Keys come from the
provider's own environment variable or from a file, never from the settings or the command line.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from math import ceil, isfinite
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx2
from genai_prices import Usage, calc_price
from pydantic import BaseModel, ConfigDict, Field
from pydantic_ai import Agent, NativeOutput, PromptedOutput
from pydantic_ai.exceptions import (
    AgentRunError,
    ContentFilterError,
    ModelConnectionError,
    ModelHTTPError,
    ModelTimeoutError,
    UserError,
)
from pydantic_ai.models import Model, infer_model
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.ollama import OllamaModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.ollama import OllamaProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RunUsage, UsageLimits

from cuibono.core.errors import ModelError, SettingsError
from cuibono.core.phrasing import Brief, Phrasing, Spent
from cuibono.models.prompt import INSTRUCTIONS, data_of, phrasing_of

_ANSWER = 1_200  # tokens of an answer: eight sentences with their ids
_AROUND = 1_500  # tokens for what a provider wraps around the message: roles, the schema
_LOCAL = {"ollama": "http://127.0.0.1:11434/v1", "llamacpp": "http://127.0.0.1:8080/v1"}
_MICROS = 1_000_000
_SERVER_FAULT = 500  # from here on nobody can know whether a request was charged
_TOO_MANY = 429
_LONGEST_WAIT = 3_600.0  # seconds: a provider that asks for more is asked again after an hour
_NO_KEY = "none"  # local servers ask for none, and the clients insist on one


def _hinted(**limits: int) -> Any:  # noqa: ANN401 - as Pydantic's own Field
    """A field with limits that servers which write by grammar keep to; the smallest models never end without. What
    comes back longer is no fault of form: the gate judges it.
    """
    return Field(json_schema_extra={**limits})


class _Reworded(BaseModel):
    """One point in other words."""

    model_config = ConfigDict(extra="ignore")

    point: str = _hinted(maxLength=6)
    text: str = _hinted(maxLength=400)
    spans: list[str] = _hinted(maxItems=8)


class _Answer(BaseModel):
    """Sentences with the exhibits that bear them out."""

    model_config = ConfigDict(extra="ignore")

    sentences: list[_Reworded] = _hinted(maxItems=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a model is reached, and what it costs where that is not publicly listed (US dollars per million tokens)."""

    model: str  # provider:name
    base_url: str = ""
    key_file: Path | None = None
    seconds: float = 60.0
    dollars_in: float | None = None
    dollars_out: float | None = None


class Provider:
    """A provider's model. Implements ``Phraser``; safe to use from several threads."""

    def __init__(self, access: Access, clock: Callable[[], float] = monotonic) -> None:
        """Check what can be checked without asking anybody; ``clock`` counts the seconds that a provider asks to wait.

        Raises:
            SettingsError: the model has no provider, or the key cannot be read.
        """
        self._kind, _, self._model = access.model.partition(":")
        if not self._kind or not self._model:
            raise SettingsError(f"models.phrase: {access.model!r} is no model: write provider:name, as in openai:gpt-5")
        if access.base_url and urlsplit(access.base_url).scheme not in {"http", "https"}:
            raise SettingsError("models.base_url: should begin with http:// or https://")
        self.name = access.model
        self._access = access
        self._key = _read_key(access.key_file)
        self._base_url = access.base_url or _LOCAL.get(self._kind, "")
        self._clock = clock
        self._wait_until = clock()
        self._check()

    def most(self, brief: Brief) -> Spent:
        """A token holds at least one byte: the bytes sent, what is wrapped around them, and the longest answer."""
        sent = len((INSTRUCTIONS + data_of(brief)).encode()) + _AROUND
        return self._cost(sent, _ANSWER)

    def phrase(self, brief: Brief) -> Phrasing:
        """See ``Phraser``; while a provider has asked to wait, it is not asked."""
        if (left := self._wait_until - self._clock()) > 0:
            raise ModelError(f"{self.name} asked to wait (rate limit): not asked again for {ceil(left)} s")
        usage = RunUsage()
        try:
            answer = _apart(self._ask(brief, usage))
        except (TimeoutError, ModelTimeoutError) as error:
            raise ModelError(f"{self.name} did not answer within {self._access.seconds:g} s", None, None) from error
        except ModelHTTPError as error:
            raise self._refused(error) from error
        except (ModelConnectionError, httpx2.ConnectError) as error:
            raise self._unanswered(error) from error
        except ContentFilterError as error:
            raise self._charged("refused to answer", usage) from error
        except AgentRunError as error:
            raise self._charged("answered what cannot be read", usage) from error
        except UserError as error:
            raise ModelError(f"{self.name} cannot be asked: {error}") from error
        except (httpx2.HTTPError, ValueError, OSError) as error:
            raise ModelError(f"{self.name} cannot be used: {type(error).__name__}", None, None) from error
        spent = self._cost(usage.input_tokens, usage.output_tokens)
        return phrasing_of((sentence.model_dump() for sentence in answer.sentences), spent)

    async def _ask(self, brief: Brief, usage: RunUsage) -> _Answer:
        async with (
            asyncio.timeout(self._access.seconds),
            httpx2.AsyncClient(trust_env=False, timeout=self._access.seconds, follow_redirects=False) as client,
        ):
            model = self._open(client)
            native = bool(model.profile.get("supports_json_schema_output"))
            agent = Agent(
                model,
                output_type=NativeOutput(_Answer) if native else PromptedOutput(_Answer),
                instructions=INSTRUCTIONS,
                retries=0,
                model_settings=ModelSettings(max_tokens=_ANSWER, timeout=self._access.seconds, max_retries=0),
            )
            limits = UsageLimits(request_limit=1)
            result = await agent.run(data_of(brief), usage=usage, usage_limits=limits)
            return result.output

    def _open(self, client: httpx2.AsyncClient) -> Model:
        key, base = self._key, self._base_url or None
        match self._kind:
            case "anthropic":
                anthropic = AnthropicProvider(
                    api_key=key or os.environ.get("ANTHROPIC_API_KEY", _NO_KEY), http_client=client, base_url=base
                )
                return AnthropicModel(self._model, provider=anthropic)
            case "ollama":
                return OllamaModel(
                    self._model, provider=OllamaProvider(base_url=base, api_key=key or _NO_KEY, http_client=client)
                )
            case "openai" | "llamacpp":
                known = key or (os.environ.get("OPENAI_API_KEY") if self._kind == "openai" else None) or _NO_KEY
                return OpenAIChatModel(
                    self._model, provider=OpenAIProvider(base_url=base, api_key=known, http_client=client)
                )
            case _:
                return infer_model(self.name)

    def _check(self) -> None:
        """Say at once where a key is missing or a provider unknown."""
        variable = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}.get(self._kind)
        if variable:
            if not self._key and not self._access.base_url and not os.environ.get(variable):
                raise SettingsError(
                    f"models.phrase: {self.name} needs a key: set {variable}, or name a file with it (models.key_file)"
                )
        elif self._kind not in _LOCAL:
            try:
                infer_model(self.name)
            except (UserError, ImportError, ValueError) as error:
                raise SettingsError(f"models.phrase: {self.name} cannot be used: {error}") from error

    def _refused(self, error: ModelHTTPError) -> ModelError:
        """An answer with a status of its own; where it says how long to wait, that is kept to."""
        failed = error.status_code >= _SERVER_FAULT
        cost = None if failed else 0
        what = "asks to wait (rate limit)" if error.status_code == _TOO_MANY else "refused the request"
        what = "failed" if failed else what
        if wait := _seconds((error.headers or {}).get("retry-after", "")):
            self._wait_until = self._clock() + wait
            what = f"{what}, not to be asked for {ceil(wait)} s"
        return ModelError(f"{self.name} {what}: HTTP {error.status_code}", cost, cost)

    def _unanswered(self, error: BaseException) -> ModelError:
        if _unreached(error):
            return ModelError(f"{self.name} cannot be reached")
        return ModelError(f"{self.name} broke off before its answer was whole", None, None)  # and perhaps charged

    def _charged(self, what: str, usage: RunUsage) -> ModelError:
        """A failure after an answer: its tokens are charged, as far as the answer told them."""
        if not usage.input_tokens and not usage.output_tokens:
            return ModelError(f"{self.name} {what}", None, None)
        spent = self._cost(usage.input_tokens, usage.output_tokens)
        return ModelError(f"{self.name} {what}", spent.tokens, spent.micros)

    def _cost(self, tokens_in: int, tokens_out: int) -> Spent:
        access, tokens = self._access, tokens_in + tokens_out
        if access.dollars_in is not None and access.dollars_out is not None:
            return Spent(tokens, round(tokens_in * access.dollars_in + tokens_out * access.dollars_out))
        if _is_here(self._base_url):
            return Spent(tokens, 0)
        with suppress(LookupError, ValueError):
            price = calc_price(
                Usage(input_tokens=tokens_in, output_tokens=tokens_out), self._model, provider_id=self._kind
            )
            return Spent(tokens, int((price.total_price * Decimal(_MICROS)).to_integral_value()))
        return Spent(tokens, None)


def _unreached(error: BaseException | None) -> bool:
    """Whether no connection was made at all, so that nothing can have been asked."""
    while error is not None:
        if isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _seconds(retry_after: str) -> float:
    """How long a provider asks to wait: its seconds, or till its date; 0 where it says nothing that can be read."""
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return 0.0
    return min(max(seconds, 0.0), _LONGEST_WAIT) if isfinite(seconds) else 0.0


def _is_here(url: str) -> bool:
    """Whether an address is this machine, where nobody charges."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _read_key(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        key = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"models.key_file: {path} cannot be read: {getattr(error, 'strerror', None) or 'no text'}"
        ) from error
    if not key or len(key.split()) != 1:
        raise SettingsError(f"models.key_file: {path} should hold one key and nothing else")
    return key


def _apart(asked: Coroutine[Any, Any, _Answer]) -> _Answer:
    """Run to its end in a thread of its own: the caller's may have a running loop, as in a notebook."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()
