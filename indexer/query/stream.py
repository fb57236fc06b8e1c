"""The tokens of a query, taken one after the other; and complaints that know a better query."""

from __future__ import annotations

from indexer.errors import Complaint, QueryError
from indexer.query.lexer import MAX_DEPTH, Token, TokenKind, tokens


class TokenStream:
    """What has not been read yet."""

    def __init__(self, text: str) -> None:
        """Cut ``text`` into tokens. Raises ``QueryError``."""
        self._text = text
        self._tokens = tokens(text)
        self._next = 0
        self._depth = 0

    def peek(self) -> Token | None:
        """Return the next token; ``None`` at the end."""
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def take(self, *kinds: TokenKind) -> Token | None:
        """Take the next token if it is of one of ``kinds``."""
        token = self.peek()
        if token is None or token.kind not in kinds:
            return None
        self._next += 1
        return token

    def deeper(self, token: Token) -> None:
        """Go one level down, at ``token``. Raises ``QueryError`` if that is too deep."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError(Complaint.TOO_DEEP, token.start, most=MAX_DEPTH)

    def higher(self) -> None:
        """Come back up."""
        self._depth -= 1

    def complaint(self, complaint: Complaint, *dropped: Token, **values: object) -> QueryError:
        """Return a complaint about the first of ``dropped``; without these it may work."""
        return QueryError(complaint, dropped[0].start, self.without(*dropped), **values)

    def missing_part(self) -> QueryError:
        """Return the complaint that something should stand where the stream is."""
        token = self.peek()
        before = self._tokens[self._next - 1] if self._next else None
        if token and token.kind is TokenKind.CLOSE:
            if before and before.kind is TokenKind.OPEN:
                return self.complaint(Complaint.EMPTY_BRACKETS, before, token)
            if before is None:
                return self.unpaired(token)
        if before and before.kind is TokenKind.OPEN and token is None:
            return self.unpaired(before)
        alone = before if before and before.kind is not TokenKind.OPEN else token
        assert alone is not None  # an empty query is refused before
        return self.complaint(Complaint.OPERATOR_ALONE, alone, operator=alone.text)

    def unpaired(self, bracket: Token) -> QueryError:
        """Return the complaint that a bracket has no partner."""
        return self.complaint(
            Complaint.BRACKET_UNPAIRED, bracket, place=bracket.start + 1, mark=bracket.text
        )

    def without(self, *dropped: Token) -> str | None:
        """Return the query without some tokens, for suggestions."""
        kept = (token for token in self._tokens if token not in dropped)
        return _spaced([(token, self._text[token.start : token.end]) for token in kept]) or None

    def replaced(self, token: Token, text: str) -> str:
        """Return the query with ``text`` in a token's place, for suggestions."""
        return f"{self._text[: token.start]}{text}{self._text[token.end :]}"


_GLUED = (TokenKind.OPEN, TokenKind.FIELD)


def _spaced(pieces: list[tuple[Token, str]]) -> str:
    """Join tokens; nothing comes between a bracket, field or minus and what it belongs to."""
    text, glued = "", True
    for token, piece in pieces:
        text += piece if glued or token.kind is TokenKind.CLOSE else f" {piece}"
        is_minus = token.kind is TokenKind.NOT and len(piece) == 1 and not piece.isalpha()
        glued = token.kind in _GLUED or is_minus
    return text
