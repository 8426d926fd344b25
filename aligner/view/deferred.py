"""Values that are computed when they are first read, since a page shows few paragraphs of a long text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class Deferred(Generic[T]):
    """The value of a function that is called once, on first use. Equal if the values are equal."""

    __slots__ = ("_found", "_make")

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._found: tuple[T] | None = None

    def __call__(self) -> T:
        """Return the value."""
        if self._found is None:
            self._found = (self._make(),)
        return self._found[0]

    def __eq__(self, other: object) -> bool:
        """Whether another deferred value is equal, which computes both."""
        return self is other or (isinstance(other, Deferred) and self() == other())


class DeferredTuple(Sequence[T]):
    """A tuple that is computed when it is first read."""

    __slots__ = ("_deferred",)

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._deferred = Deferred(lambda: tuple(make()))

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        """Return an element or a slice."""
        return self._deferred()[index]

    def __len__(self) -> int:
        """Return the number of elements."""
        return len(self._deferred())

    def __iter__(self) -> Iterator[T]:
        """Iterate over the elements."""
        return iter(self._deferred())

    def __eq__(self, other: object) -> bool:
        """Whether a tuple, deferred or not, has equal elements."""
        return self is other or (isinstance(other, tuple | DeferredTuple) and tuple(self) == tuple(other))

    def __hash__(self) -> int:
        """Return the hash of the tuple."""
        return hash(self._deferred())

    def __repr__(self) -> str:
        """Return the tuple's representation."""
        return repr(self._deferred())
