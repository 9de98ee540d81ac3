"""exportctl classifies goods against the EU dual-use list and the EU Common Military List.

>>> import exportctl as ec
>>> str(ec.EntryCode.parse("3A001a5a4"))
'3A001.a.5.a.4'

These names are the whole public interface (types: ``__init__.pyi``), each loaded when first used, so that importing the
package costs next to nothing. This is no legal advice; catch-all controls (Articles 4, 5, 9 and 10 of Regulation (EU)
2021/821) lie outside every list.
"""

from importlib import import_module
from typing import Any

_ROOMS = {
    "catalog": "ListInfo available install load parse",
    "classification": "Classification Outcome classify classify_many",
    "codes": "EntryCode",
    "comparison": "Change compare",
    "conditions": "AllOf AnyOf Characteristic Comparison Condition Not Opaque Qualifier Reference Threshold",
    "errors": "BadCode BadFormula BadGoods BadList BadQuantity ChangedList ExportctlError IncompatibleUnits "
    "MissingList UnknownCode UnknownList UnknownUnit",
    "evaluation": "Fact Finding evaluate",
    "extraction": "audit extract limits",
    "goods": "Goods",
    "matching": "Candidate Feature match",
    "model": "ControlList CrossReference Definition Entry Note Source",
    "questions": "Question questions",
    "truth": "FALSE TRUE UNKNOWN Truth",
    "units": "Interval Quantity Unit",
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names.split()}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'exportctl' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"exportctl.{_HOMES[name]}"), name)
    return found
