"""Every fact that differs by language: one profile for each language, and a module for each topic.

The rest of the code calls `get("zh")` and reads a field, or calls a module by topic
(`numerals`, `openings`, `structure`, …); nowhere else does a language code appear in a
condition, or a word of a language in a pattern. `profile` reads the files in `profiles/`,
and README.md here says how to add one.
"""

from aligner.languages.profile import LANGUAGES, OFFICIAL, Language, code_of, get

__all__ = ["LANGUAGES", "OFFICIAL", "Language", "code_of", "get"]
