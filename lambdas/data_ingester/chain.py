"""Providers one after the other: where one cannot serve, the next is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.data_ingester.failures import not_asked, out_of_time, policy_of
from lambdas.shared.domain.quote import Answer
from lambdas.shared.errors import ProviderUnreachableError, QuoteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambdas.data_ingester.asking import Asking
    from lambdas.data_ingester.ingest import QuoteSource


@dataclass(frozen=True, slots=True)
class Link:
    """One provider of a chain, by the name that its events have as their source."""

    provider: str
    source: QuoteSource


@dataclass(frozen=True, slots=True)
class ProviderChain:
    """Asks the first provider, and for what that one fails to serve the next.

    It falls over where the failure is the provider's (quota, throttle, key, plan, outage, an unreadable answer), and
    not where it is the symbol's: the next one would only be asked the same wrong question. Whoever has used up a limit,
    or is out of reach, is left alone for the rest of the run.
    """

    links: Sequence[Link]
    asking: Asking

    @property
    def symbols_per_call(self) -> int:
        """The most that one of them takes; to the others they are split."""
        return max(link.source.symbols_per_call for link in self.links)

    def ask(self, symbols: Sequence[str]) -> Answer:
        """Return a quote or the failure of each symbol."""
        total = Answer()
        open_symbols = list(symbols)
        for link in self.links:
            answer = self._ask(link, open_symbols)
            total.quotes.update(answer.quotes)
            for symbol, error in answer.failures.items():
                total.failures[symbol] = _after(total.failures.get(symbol), error)
            open_symbols = [s for s, error in answer.failures.items() if policy_of(error).is_the_providers]
            if not open_symbols:
                break
        for symbol in total.quotes:
            total.failures.pop(symbol, None)
        return total

    def _ask(self, link: Link, symbols: Sequence[str]) -> Answer:
        total = Answer()
        for place, page in enumerate(_pages(symbols, link.source.symbols_per_call)):
            is_first = place == 0 and link is self.links[0]
            answer = self._ask_page(link, page, may_ask=is_first or self.asking.may_ask())
            total.quotes.update(answer.quotes)
            total.failures.update(answer.failures)
        return total

    def _ask_page(self, link: Link, page: Sequence[str], *, may_ask: bool) -> Answer:
        hindrance = self.asking.given_up(link.provider)
        if hindrance is not None:
            return Answer(failures=dict.fromkeys(page, not_asked(hindrance)))
        if not may_ask:
            return Answer(failures=dict.fromkeys(page, out_of_time()))
        try:
            return link.source.ask(page)
        except QuoteError as error:
            if policy_of(error).hits_all or (isinstance(error, ProviderUnreachableError) and len(self.links) > 1):
                self.asking.give_up(link.provider, error)
            return Answer(failures=dict.fromkeys(page, error))


def _after(earlier: QuoteError | None, error: QuoteError) -> QuoteError:
    """Return the failure of a symbol that two providers failed, of the later one's kind."""
    return error if earlier is None else type(error)(f"{error}; before that: {earlier}")


def _pages(symbols: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(symbols), size):
        yield symbols[start : start + size]
