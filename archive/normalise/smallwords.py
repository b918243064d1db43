"""The small words of a few languages: those that mark running prose, and those that no finished text ends in.

Headlines leave out much of the first kind; a text that breaks off behind the second kind was cut. Which language a
text is in is told by the small words themselves, so that "die" is a verb in English and an article in German.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class SmallWords:
    """The small words of one language, in lower case."""

    prose: frozenset[str]
    """Words that headlines leave out or avoid."""
    last: frozenset[str]
    """Words that nothing finished ends in."""
    seldom_last: frozenset[str] = frozenset()
    """Words that only short headlines end in ("what to look for")."""
    articles: frozenset[str] = frozenset()
    """Articles, where headlines do without."""


_ENGLISH = SmallWords(
    prose=word_set(
        """
        was were had has have been which that who whose their his her its he she they it it's we i there according
        said told also while when where as this these those being would could
        """
    ),
    last=word_set(
        """
        the a an of and or but nor with from into onto whose whom which that than because although while whereas if
        their our your its his my these those every between among during against toward towards upon via per is was
        were are has have had been being would should must could says very
        """
    ),
    seldom_last=word_set(
        """
            to for in at on by about least not so more most said it he she they who how her told also
            """
    ),
    articles=word_set("the a an"),
)
_OTHERS = (
    SmallWords(
        prose=word_set(
            """
            wurde wurden worden ist sind war waren hat haben hatte hatten dass sich nicht auch sowie laut nach seine
            seiner ihre ihrer er sie es welche dessen deren während weil wenn als wie aber damit dabei der das dem
            """
        ),
        last=word_set(
            """
            der die das den dem des ein eine einen einem einer eines und oder aber von vom mit für auf bei beim zu zum
            zur im in am an nach über unter durch gegen ohne dass weil als wie ist sind war wird werden wurde wurden hat
            haben muss soll kann nicht sich seine ihre
            """
        ),
    ),
    SmallWords(
        prose=word_set(
            """
            qui que dont où est sont était étaient a ont avait été il elle ils selon son sa ses leur leurs
            aussi
            """
        ),
        last=word_set(
            """
            le la les l un une des du de d et ou à au aux en dans par pour avec sur sous sans chez
            entre que qui dont  est sont a ont son sa ses leur leurs ce cette ces
            """
        ),
    ),
    SmallWords(
        prose=word_set(
            """
            quien cuyo fue fueron es son está están era había ha han según él ella su sus también
            cuando donde
            """
        ),
        last=word_set(
            """
            el la los las un una unos unas de del y e o u pero a al en con por para sin sobre entre desde
            hasta que es  son fue ha han su sus se lo como             """
        ),
    ),
    SmallWords(
        prose=word_set(
            """
            quem cujo foi foram é são está estão era havia tem têm ele ela eles seu sua seus suas
            também quando onde
            """
        ),
        last=word_set(
            """
            o a os as um uma de do da dos das e ou mas em no na nos nas com por pelo pela para sem sobre
            entre desde até  que é são foi ao à aos às seu sua se como             """
        ),
    ),
    SmallWords(
        prose=word_set(
            """
            cui era erano è sono stato stata ha hanno aveva secondo lui lei suo sua loro anche quando
            dove
            """
        ),
        last=word_set(
            """
            il lo la i gli le un uno una di del della dei delle e o ma a al alla in nel nella con per da
            dal dalla su sul  sulla tra fra che è sono ha hanno suo sua si come             """
        ),
    ),
    SmallWords(
        prose=word_set(
            """
            который которая которые что он она они его её их был была были было также когда где сообщил
            заявил
            """
        ),
        last=word_set(
            """
            и в на с со к ко по от до из за для о об при у не но или а что как который которая которые его
            их это
            """
        ),
    ),
    SmallWords(
        prose=word_set(
            """
            який яка які що він вона вони його її їх був була були було також коли де повідомив заявив
            """
        ),
        last=word_set(
            """
            і й та в у на з із зі до по від за для про при не але або а що як який яка які його її їх це
            """
        ),
    ),
)


def small_words(tokens: Iterable[str]) -> SmallWords:
    """The small words of the language that a text's lower-case words are most likely in.

    English, unless another language shows at least two of its own and more than English does: "war" alone is no
    German.
    """
    present = frozenset(tokens)
    best, most = _ENGLISH, max(1, _hits(present, _ENGLISH))
    for language in _OTHERS:
        hits = _hits(present, language)
        if hits > most:
            best, most = language, hits
    return best


def _hits(present: frozenset[str], language: SmallWords) -> int:
    return sum(len(present & group) for group in (language.last, language.seldom_last, language.articles))
