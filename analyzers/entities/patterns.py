"""Regular expressions for entities, matched against the projection of a text (see `recognize`).

Every alternative matches in linear time: a repetition is bounded or shares no characters with what follows it. `_O` is
an optional space. Words are matched with and without their diacritics, in any letter case.
"""

from __future__ import annotations

import re

_O = " ?"
_SEPARATOR = rf"{_O}[-/]{_O}"

# --- document numbers -------------------------------------------------------------------------------------------------
_NUMBER = r"[0-9]{1,6}[a-z]?"
_GROUP = "[A-ZĐƯÂÔ]{1,16}[a-zđ]{0,2}[A-ZĐƯÂÔ]{0,16}[0-9]{0,4}"
# Codes of document types. Numbers written with spaces, in small letters or with one code alone must contain one.
_CODE = "(?:QĐ|QD|CT|NQ|KH|TTR|TTLT|TT|CV|BC|HD|KL|TB|NĐ|ND|QC|QYĐ|CTR|ĐA|PA|GM|SL|PL|CĐ|TTHD|BB|VBHN)"
_STRICT = rf"{_NUMBER}(?:/[0-9]{{4}}[-/]{_GROUP}(?:[-/]{_GROUP}){{0,6}}|[-/]{_GROUP}(?:[-/]{_GROUP}){{1,7}})"
_SPACED = rf"{_NUMBER}(?:{_O}/{_O}[0-9]{{4}})?{_SEPARATOR}{_CODE}(?:{_SEPARATOR}{_GROUP}){{1,5}}"
_SMALL = rf"{_NUMBER}(?:/[0-9]{{4}})?[-/](?i:{_CODE})(?:[-/][A-Za-zĐđƯưÂâÔô]{{2,16}}[0-9]{{0,2}}){{1,5}}"
_ALONE = rf"{_NUMBER}[-/]{_CODE}(?![-/])"
DOCUMENT = rf"(?:{_STRICT}|{_SPACED}|{_SMALL}|{_ALONE})(?!\w)"

# --- days, months, quarters -------------------------------------------------------------------------------------------
_DAY, _MONTH, _YEAR = "[0-3]?[0-9]", "[01]?[0-9]", "[12][0-9]{3}"
_IN_YEAR = rf"(?:{_O}[/.-]{_O}|,? n[ăa]m )"
_WORDS_BEFORE = "(?:ng[àa]y|s[áa]ng|tr[ưu]a|chi[ềe]u|t[ốo]i|[đd][êe]m|m[ùuồo]ng)"
FULL_DATE = (
    rf"{_DAY}(?P<sign>{_O}[/.-]{_O}){_MONTH}(?P=sign){_YEAR}(?![\w/-])"
    rf"|{_YEAR}-[01][0-9]-[0-3][0-9](?=T[0-9]|(?![\w/-]))"
    rf"|{_DAY} (?i:th[áa]ng) {_MONTH}(?i:{_IN_YEAR}){_YEAR}(?![\w/])"
    rf"|(?i:th[áa]ng) {_MONTH}(?i:{_IN_YEAR}){_YEAR}(?![\w/])"
    rf"|(?i:qu[ýy]) (?:IV|I{{1,3}}|[1-4])(?i:{_IN_YEAR}){_YEAR}(?![\w/])"
)
SHORT_DATE = (
    rf"(?i:{_WORDS_BEFORE}) (?P<short>{_DAY}[/-]{_MONTH}(?:[/-][0-9]{{2}})?"
    rf"|{_DAY} (?i:th[áa]ng) {_MONTH}(?:(?i:{_IN_YEAR}){_YEAR})?)(?![\w/%-])"
)
"""A date without a year, or with a two-digit year: accepted only after a word such as `ngày` or `sáng`."""

# --- times ------------------------------------------------------------------------------------------------------------
_PART_OF_DAY = "s[áa]ng|tr[ưu]a|chi[ềe]u|t[ốo]i|[đd][êe]m"
_HOUR, _MINUTE = "(?:[01]?[0-9]|2[0-4])", "[0-5][0-9]"
TIME = (
    rf"{_HOUR}(?::{_MINUTE}(?::{_MINUTE})?|[hHgG]{_MINUTE}(?:'|ph|p)?|[hH]"
    rf"|{_O}(?i:gi[ờo])(?: [0-5]?[0-9](?: (?i:ph[úu]t))?| (?i:r[ưu][ỡo]i)|(?= (?i:{_PART_OF_DAY}))))"
    r"(?![\w:]|\.[a-z])"
)

# --- amounts ----------------------------------------------------------------------------------------------------------
_AMOUNT = r"[0-9]{1,15}(?:[.,][0-9]{1,15}){0,8}"
_SCALE = "(?i:ngh[ìi]n t[ỷỉyi]|ng[àa]n t[ỷỉyi]|tri[ệe]u t[ỷỉyi]|ngh[ìi]n|ng[àa]n|tri[ệe]u|t[ỷỉyi])"
# `10 đồng chí` means ten comrades: `đồng` as the first syllable of another word is not the currency.
_NO_CURRENCY = (
    "(?! (?i:ch[íi]|b[àa]o|h[ồo]|[đd][ộo]i|nghi[ệe]p|ph[ụu]c|minh|h[ưu][ơo]ng|m[ôo]n|ch[ủu]|lo[ạa]t|ru[ộo]ng))"
)
_CURRENCY = rf"(?:(?i:[đd][ồo]ng){_NO_CURRENCY}|VN[ĐD]|vn[đd]|đ|USD|EUR|(?i:[đd][ôo] la(?: M[ỹy])?|euro))"
MONEY = (
    rf"(?:{_AMOUNT}{_O}{_SCALE} ){{0,2}}{_AMOUNT}{_O}{_SCALE}{_O}{_CURRENCY}(?!\w)"
    rf"|(?:[0-9]{{3,15}}|[0-9]{{1,3}}(?:[.,][0-9]{{3}}){{1,6}}){_O}{_CURRENCY}(?!\w)"
    rf"|{_AMOUNT}{_O}(?:USD|EUR|(?i:[đd][ôo] la(?: M[ỹy])?|euro))(?!\w)"
    rf"|(?:US)?[$€]{_O}{_AMOUNT}(?:{_O}{_SCALE})?(?!\w)"
)
PERCENT = rf"{_AMOUNT}(?:{_O}[%‰]| (?i:ph[ầa]n tr[ăa]m)(?!\w))"

# --- phone numbers, hashtags, addresses -------------------------------------------------------------------------------
_S = "[ .-]"
PHONE = (
    rf"(?:(?:\+|00)84{_S}?(?:\(0\){_S}?)?[1-9][0-9]{{1,2}}{_S}?[0-9]{{3,4}}{_S}?[0-9]{{3,4}}"
    rf"|\(0[0-9]{{1,4}}\){_S}?[0-9]{{3,4}}{_S}?[0-9]{{3,4}}|0[0-9]{{9,10}}"
    rf"|0[0-9]{{1,4}}{_S}[0-9]{{3,4}}{_S}?[0-9]{{3,4}}|0[0-9]{{2,3}}{_S}[0-9]{{3}}{_S}[0-9]{{2}}{_S}[0-9]{{2}}"
    rf"|1[89]00{_S}?[0-9]{{4,6}})(?![\w/-])"
)
HASHTAG = r"#\w{2,100}"
EMAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
URL = r"(?:https?|ftp)://[^\s<>\"]+|www\.[^\s<>\"]+"

ENTITY = re.compile(
    rf"(?<![\w@])(?P<url>{URL})|(?<![\w.%+-])(?P<email>{EMAIL})|(?<![\w&])(?P<hashtag>{HASHTAG})"
    rf"|(?<![\w/.-])(?P<document>{DOCUMENT})|(?<![\w/.-])(?P<date>{FULL_DATE})|(?<!\w){SHORT_DATE}"
    rf"|(?<![\w/.,:+-])(?P<phone>{PHONE})|(?<![\w/.,:+])(?P<time>{TIME})|(?<![\w/.,])(?P<percent>{PERCENT})"
    rf"|(?<![\w/.,])(?P<money>{MONEY})"
)
