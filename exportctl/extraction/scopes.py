"""Tokens in their brackets: a scope is a run of tokens of one level, each bracket in it one item.

>>> scope = scopes_of(lex("a power above 75 W (48,75 dBm) at 3 GHz"))[0]
>>> scope.shape
'dW>Q2cQ'

A bracket that only repeats a value in another unit is a *second notation* ("2"); any other is an *aside* ("k"), and its
own words make a scope of their own.
"""

import attrs

from exportctl.extraction.lexer import Kind, Token, lex

__all__ = ["ASIDE", "SECOND", "Item", "Scope", "lex", "scopes_of"]

SECOND = "2"
ASIDE = "k"
_DEEPEST = 12


@attrs.frozen
class Item:
    """One item of a scope: the character of its kind, its span, and its token where it is no bracket."""

    kind: str
    start: int
    end: int
    token: Token | None = None


@attrs.frozen
class Scope:
    """The items of one level of brackets and the shape they spell; ``depth`` 0 is the sentence itself."""

    items: tuple[Item, ...]
    shape: str
    depth: int


@attrs.define
class _Open:
    start: int
    items: list[Item] = attrs.field(factory=list)
    tokens: int = 0


def scopes_of(tokens: tuple[Token, ...]) -> tuple[Scope, ...]:
    """The scopes of a text, the sentence first, then its brackets as they close."""
    closed: list[Scope] = []
    stack = [_Open(0)]
    for token in tokens:
        if token.kind is Kind.OPEN and len(stack) < _DEEPEST:
            stack.append(_Open(token.start))
        elif token.kind is Kind.CLOSE and len(stack) > 1:
            level = stack.pop()
            closed.append(_scope(level.items, len(stack)))
            kind = SECOND if stack[-1].items and _repeats(stack[-1].items, level.items) else ASIDE
            stack[-1].items.append(Item(kind, level.start, token.end))
        else:
            stack[-1].items.append(Item(token.kind.value, token.start, token.end, token))
    while len(stack) > 1:
        level = stack.pop()
        stack[-1].items.extend(level.items)
    return (_scope(stack[0].items, 0), *closed)


def _scope(items: list[Item], depth: int) -> Scope:
    return Scope(tuple(items), "".join([item.kind for item in items]), depth)


def _repeats(before: list[Item], inside: list[Item]) -> bool:
    """Whether a bracket holds one value only, in another unit than the value before it."""
    shape = "".join([item.kind for item in inside])
    last = next((item for item in reversed(before) if item.kind not in {SECOND, "P", "p"}), None)
    if last is None or last.token is None or last.kind != "Q" or shape not in {"Q", "±Q", "WQ", "QtQ", "Q-Q"}:
        return False
    first = next(item.token for item in inside if item.kind == "Q" and item.token)
    return first.unit != last.token.unit
