"""Every exception that exportctl raises on purpose.

One base, `ExportctlError`; each class is also the builtin that a caller would naturally catch (an unknown code is a
``KeyError``), carries the facts as fields, survives pickling, and says what to do next.

>>> try:
...     raise UnknownCode("3A999", "eu-dual-use 2025-11-15", ("3A001", "3A991"))
... except KeyError as error:
...     print(error)
no provision 3A999 in eu-dual-use 2025-11-15; nearest: 3A001, 3A991
"""

from typing import Any

__all__ = [
    "AmbiguousNumber",
    "BadCode",
    "BadFormula",
    "BadGoods",
    "BadList",
    "BadQuantity",
    "BadTable",
    "BrokenRun",
    "ChangedList",
    "ExportctlError",
    "IncompatibleUnits",
    "Interrupted",
    "MissingList",
    "NotFetched",
    "UnknownCode",
    "UnknownList",
    "UnknownUnit",
    "fault",
]


class ExportctlError(Exception):
    """The base of all errors of this package: ``except exportctl.ExportctlError`` catches them and nothing else."""

    def __init__(self, message: str, *fields: Any) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.fields


class BadCode(ExportctlError, ValueError):
    """A text that is no entry code. Fields: ``text``."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text[:40]!r} is not an entry code; write one like 3A001.a.5, 3A001a5 or ML10.c", text)


class UnknownCode(ExportctlError, KeyError):
    """A well-formed code that the list does not have. Fields: ``code``, ``where`` (the list), ``nearest``."""

    def __init__(self, code: str, where: str, nearest: tuple[str, ...] = ()) -> None:
        self.code, self.where, self.nearest = code, where, nearest
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no provision {code} in {where}{hint}", code, where, nearest)


class UnknownList(ExportctlError, LookupError):
    """A list or edition that is neither bundled nor installed. Fields: ``wanted``, ``known``."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        self.wanted, self.known = wanted, known
        super().__init__(f"no list {wanted!r}; there are: {', '.join(known) or 'none'}", wanted, known)


class BadList(ExportctlError, ValueError):
    """A file that cannot be read as a control list. Fields: ``where`` (file and line), ``why``, ``remedy``."""

    def __init__(self, where: str, why: str, remedy: str) -> None:
        self.where, self.why, self.remedy = where, why, remedy
        super().__init__(f"{where}: {why}; {remedy}", where, why, remedy)


class MissingList(BadList, FileNotFoundError):
    """A path at which there is no file. Fields: ``path``."""

    def __init__(self, path: str) -> None:
        self.path = path
        where = path if len(path) <= 200 else f"{path[:200]}…"
        super().__init__(where, "no such file", "check the path, or name a list that exportctl lists")
        self.fields = (path,)


class ChangedList(ExportctlError, ValueError):
    """A list whose bytes are not those its manifest names. Fields: ``path``, ``wanted``, ``found``."""

    def __init__(self, path: str, wanted: str, found: str) -> None:
        self.path, self.wanted, self.found = path, wanted, found
        super().__init__(
            f"{path} has changed: sha256 {found[:12]}…, not {wanted[:12]}… as its manifest says; reinstall the list",
            path,
            wanted,
            found,
        )


class UnknownUnit(ExportctlError, ValueError):
    """A unit that nobody defined. Fields: ``unit``, ``nearest``."""

    def __init__(self, unit: str, nearest: tuple[str, ...] = ()) -> None:
        self.unit, self.nearest = unit, nearest
        hint = f"; did you mean {', '.join(nearest)}?" if nearest else "; write it as MHz, g/cm3, dB or %"
        super().__init__(f"unknown unit {unit[:40]!r}{hint}", unit, nearest)


class IncompatibleUnits(ExportctlError, ValueError):
    """Two quantities of different kinds, such as Hz and samples per second. Fields: ``left``, ``right``."""

    def __init__(self, left: str, right: str) -> None:
        self.left, self.right = left, right
        super().__init__(
            f"{left} and {right} are different kinds of quantity; give the value in a unit like {right}", left, right
        )


class BadQuantity(ExportctlError, ValueError):
    """A text that holds no quantity, or more than one. Fields: ``text``, ``why``."""

    def __init__(self, text: str, why: str = "") -> None:
        self.text, self.why = text, why
        reason = why or "write a number and its unit, like 3 GSPS or 27 to 31 GHz"
        super().__init__(f"{text[:60]!r} is not a quantity; {reason}", text, why)


class AmbiguousNumber(BadQuantity):
    """A number whose point or comma can be decimal or part thousands. Fields: ``text``, ``why``."""


class BadFormula(ExportctlError, ValueError):
    """A text that is no expression, or an expression without a value. Fields: ``text``."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text[:60]!r} has no value; write an expression like (1,7 + L/800)", text)


class NotFetched(ExportctlError, ConnectionError):
    """An official text that could not be fetched. Fields: ``address``, ``why``, ``remedy``."""

    def __init__(self, address: str, why: str, remedy: str) -> None:
        self.address, self.why, self.remedy = address, why, remedy
        super().__init__(f"{address}: {why}; {remedy}", address, why, remedy)


class BadTable(ExportctlError, ValueError):
    """A table of goods that cannot be read. Fields: ``where``, ``why``, ``remedy``."""

    def __init__(self, where: str, why: str, remedy: str) -> None:
        self.where, self.why, self.remedy = where, why, remedy
        super().__init__(f"{where}: {why}; {remedy}", where, why, remedy)


class BrokenRun(ExportctlError, RuntimeError):
    """A run whose worker processes were ended from outside, as a system does that is short of memory. No fields."""

    def __init__(self) -> None:
        super().__init__("a worker process was ended; free some memory or use fewer workers, then use --resume")


class Interrupted(ExportctlError, RuntimeError):
    """A run that the user stopped. Fields: ``output``."""

    def __init__(self, output: str) -> None:
        self.output = output
        super().__init__(f"{output} was not written; run the same command with --resume to go on", output)


class BadGoods(ExportctlError, ValueError):
    """Goods that cannot be classified as given. Fields: ``field``, ``why``."""

    def __init__(self, field: str, why: str) -> None:
        self.field, self.why = field, why
        super().__init__(f"{field}: {why}", field, why)


def fault(error: Exception) -> str:
    """What a row is told where ``error`` is none of these: the trouble is ours, and should be reported.

    >>> fault(ZeroDivisionError("division by zero"))
    'fault in exportctl, please report it: ZeroDivisionError: division by zero'
    """
    return f"fault in exportctl, please report it: {type(error).__name__}: {error}"
