#!/usr/bin/env python3
"""File names and the Content-Disposition that each must get, as test vectors.

    python generate_dispositions.py > dispositions.jsonl            # the same bytes on every run
    python generate_dispositions.py --check dispositions.jsonl      # recompute every record
    python generate_dispositions.py --random 20000 1 > random.jsonl # as many random names, from a seed
    python generate_dispositions.py --code-points > points.jsonl    # every code point, in a stem and in an extension

Each line of the output is one JSON object (ASCII):

    name        what somebody called a file
    file_name   the name that is safe to save under
    header      Content-Disposition, as an attachment

The rules stand here a second time, one plain pass over the whole text for each, and share nothing with the crate: the
decompositions and compositions come from `unicodedata`. Needs the standard library only.
"""

import argparse
import itertools
import json
import random
import re
import sys
import unicodedata

MAX_BYTES = 230

# ---------------------------------------------------------------------------------------------------
# Rules of the name itself


def spans(text):
    """Code points from words such as "202A-202E"."""
    found = set()
    for word in text.split():
        first, _, last = word.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return {chr(code) for code in found}


IGNORABLE = spans(
    "AD 34F 61C 115F-1160 17B4-17B5 180E 200B-200F 202A-202E 2060-206F 3164 FEFF FFA0 FFF0-FFFB "
    "1BCA0-1BCA3 1D173-1D17A E0000-E00FF"
)
# Property White_Space, PropList.txt; `str.isspace` takes in U+001C to U+001F as well. And the blank Braille pattern.
SPACES = spans("9-D 20 85 A0 1680 2000-200A 2028 2029 202F 205F 3000") | {"\u2800"}
NONCHARACTERS = spans("FDD0-FDEF") | {chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)}
FORBIDDEN = set('/\\:*?"<>|') | NONCHARACTERS

DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"} | {
    port + number for port in ("COM", "LPT") for number in "0123456789¹²³"
}


def drop_ignorable(name):
    return "".join(c for c in name if c not in IGNORABLE)


# What stands for a forbidden character until the ends are trimmed. It can't be given: it is forbidden itself.
REPLACED = "\0"


def replace_forbidden(name):
    name = "".join(" " if c in SPACES else c for c in name)
    return "".join(REPLACED if c in FORBIDDEN or unicodedata.category(c) == "Cc" else c for c in name)


def break_escapes(name):
    return re.sub("%(?=[0-9A-Fa-f]{2})", "_", name)


def trim(name, ends):
    """Without runs of spaces and without `ends`; and what of them stood in front."""
    name = re.sub(" +", " ", name)
    rest = name.lstrip(ends)
    return rest.rstrip(ends), name[: len(name) - len(rest)]


def replace_start(name):
    return re.sub("^[~-]", "_", name)


def name_the_extension(name, front):
    """A name that was nothing but an extension."""
    is_short = re.fullmatch("(?=.*[A-Za-z])[0-9A-Za-z]{1,4}", name)
    return "download." + name if is_short and "." in front and REPLACED not in front else name


def compose_hangul(name):
    jamo = "[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\uac00-\ud7a3][\u11a8-\u11c2]"
    return re.sub(jamo, lambda found: unicodedata.normalize("NFC", found[0]), name)


def name_the_nameless(name):
    return name if name.strip("_.- ") else "download"


def avoid_devices(name):
    head = name.split(".")[0].rstrip(" ")
    upper = "".join(chr(ord(c) - 32) if "a" <= c <= "z" else c for c in head)
    return "_" + name if upper in DEVICES else name


def split_extension(name):
    """Stem and extension, the dot in neither; no extension is ""."""
    dot = name.rfind(".")
    if dot <= 0:
        return name, ""
    extension = name[dot + 1 :]
    if not 1 <= len(extension.encode()) <= 16:
        return name, ""
    if any(c.isascii() and not c.isalnum() for c in extension):
        return name, ""
    stem = name[:dot]
    if extension.isascii() and stem.lower().endswith(".tar") and len(stem) > 4:
        return stem[:-4], stem[-3:] + "." + extension
    return stem, extension


def shorten(name):
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, extension = split_extension(name)
    if extension:
        extension = "." + extension
    room = MAX_BYTES - len(extension.encode())
    # Without the bytes of a character that is cut.
    stem = stem.encode()[:room].decode(errors="ignore")
    # What is left may be fillers only.
    return name_the_nameless(stem.rstrip(" .") + extension)


def finish(name, front):
    """The rules from the start of the name on."""
    name = name_the_extension(replace_start(name), front)
    for rule in (compose_hangul, name_the_nameless, avoid_devices, shorten):
        name = rule(name)
    return name


def sanitize(name):
    for rule in (drop_ignorable, replace_forbidden, break_escapes):
        name = rule(name)
    name, front = trim(name, " ." + REPLACED)
    return finish(name.replace(REPLACED, "_"), front)


# ---------------------------------------------------------------------------------------------------
# Its ASCII form

LETTERS = dict(
    pair.split("=")
    for pair in (
        "ß=ss æ=ae Æ=AE œ=oe Œ=OE ø=o Ø=O đ=d Đ=D ł=l Ł=L ð=d Ð=D þ=th Þ=Th ı=i ħ=h Ħ=H ŧ=t Ŧ=T "
        "ĸ=k ŋ=n Ŋ=N ĳ=ij Ĳ=IJ ŀ=l Ŀ=L ŉ=n ſ=s ə=e Ə=E ɔ=o Ɔ=O ɣ=g Ɣ=G"
    ).split()
)
# Letters of which CLDR's transform Latin-ASCII (CLDR 42, by ICU 72.1: `uconv -x Latin-ASCII`) makes ASCII letters alone.
# Without those above, those that have a decomposition, and the full-width forms.
TRANSFORM = dict(
    pair.split("=")
    for pair in (
        "ƀ=b Ɓ=B Ƃ=B ƃ=b Ƈ=C ƈ=c Ɖ=D Ɗ=D Ƌ=D ƌ=d Ɛ=E Ƒ=F ƒ=f Ɠ=G ƕ=hv Ɩ=I Ɨ=I Ƙ=K ƙ=k ƚ=l Ɲ=N ƞ=n Ƣ=OI ƣ=oi "
        "Ƥ=P ƥ=p ƫ=t Ƭ=T ƭ=t Ʈ=T Ʋ=V Ƴ=Y ƴ=y Ƶ=Z ƶ=z Ǆ=DZ ǅ=Dz ǆ=dz Ǉ=LJ ǈ=Lj ǉ=lj Ǌ=NJ ǋ=Nj ǌ=nj Ǥ=G ǥ=g Ǳ=DZ "
        "ǲ=Dz ǳ=dz ȡ=d Ȥ=Z ȥ=z ȴ=l ȵ=n ȶ=t ȷ=j ȸ=db ȹ=qp Ⱥ=A Ȼ=C ȼ=c Ƚ=L Ⱦ=T ȿ=s ɀ=z Ƀ=B Ʉ=U Ɇ=E ɇ=e Ɉ=J ɉ=j "
        "Ɍ=R ɍ=r Ɏ=Y ɏ=y ɓ=b ɕ=c ɖ=d ɗ=d ɛ=e ɟ=j ɠ=g ɡ=g ɢ=G ɦ=h ɧ=h ɨ=i ɪ=I ɫ=l ɬ=l ɭ=l ɱ=m ɲ=n ɳ=n ɴ=N ɶ=OE "
        "ɼ=r ɽ=r ɾ=r ʀ=R ʂ=s ʈ=t ʉ=u ʋ=v ʏ=Y ʐ=z ʑ=z ʙ=B ʛ=G ʜ=H ʝ=j ʟ=L ʠ=q ʣ=dz ʥ=dz ʦ=ts ʪ=ls ʫ=lz ᴀ=A ᴁ=AE "
        "ᴃ=B ᴄ=C ᴅ=D ᴆ=D ᴇ=E ᴊ=J ᴋ=K ᴌ=L ᴍ=M ᴏ=O ᴘ=P ᴛ=T ᴜ=U ᴠ=V ᴡ=W ᴢ=Z ᵫ=ue ᵬ=b ᵭ=d ᵮ=f ᵯ=m ᵰ=n ᵱ=p ᵲ=r ᵳ=r "
        "ᵴ=s ᵵ=t ᵶ=z ᵺ=th ᵻ=I ᵽ=p ᵾ=U ᶀ=b ᶁ=d ᶂ=f ᶃ=g ᶄ=k ᶅ=l ᶆ=m ᶇ=n ᶈ=p ᶉ=r ᶊ=s ᶌ=v ᶍ=x ᶎ=z ᶏ=a ᶑ=d ᶒ=e ᶓ=e "
        "ᶖ=i ᶙ=u ẚ=a ẜ=s ẝ=s ẞ=SS Ỻ=LL ỻ=ll Ỽ=V ỽ=v Ỿ=Y ỿ=y ℂ=C ℊ=g ℋ=H ℌ=x ℍ=H ℎ=h ℐ=I ℑ=I ℒ=L ℓ=l ℕ=N ℙ=P "
        "ℚ=Q ℛ=R ℜ=R ℝ=R ℤ=Z ℨ=Z K=K Å=A ℬ=B ℭ=C ℯ=e ℰ=E ℱ=F ℳ=M ℴ=o ℹ=i ⅅ=D ⅆ=d ⅇ=e ⅈ=i ⅉ=j Ⱡ=L ⱡ=l Ɫ=L Ᵽ=P "
        "Ɽ=R ⱥ=a ⱦ=t Ⱨ=H ⱨ=h Ⱪ=K ⱪ=k Ⱬ=Z ⱬ=z Ɱ=M ⱱ=v Ⱳ=W ⱳ=w ⱴ=v ⱸ=e ⱺ=o Ȿ=S Ɀ=Z ꜰ=F ꜱ=S Ꜳ=AA ꜳ=aa Ꜵ=AO ꜵ=ao "
        "Ꜷ=AU ꜷ=au Ꜹ=AV ꜹ=av Ꜻ=AV ꜻ=av Ꜽ=AY ꜽ=ay Ꝁ=K ꝁ=k Ꝃ=K ꝃ=k Ꝅ=K ꝅ=k Ꝇ=L ꝇ=l Ꝉ=L ꝉ=l Ꝋ=O ꝋ=o Ꝍ=O ꝍ=o Ꝏ=OO "
        "ꝏ=oo Ꝑ=P ꝑ=p Ꝓ=P ꝓ=p Ꝕ=P ꝕ=p Ꝗ=Q ꝗ=q Ꝙ=Q ꝙ=q Ꝟ=V ꝟ=v Ꝡ=VY ꝡ=vy Ꝥ=TH ꝥ=th Ꝧ=TH ꝧ=th ꝱ=d ꝲ=l ꝳ=m ꝴ=n "
        "ꝵ=r ꝶ=R ꝷ=t Ꝺ=D ꝺ=d Ꝼ=F ꝼ=f Ꞇ=T ꞇ=t Ꞑ=N ꞑ=n Ꞓ=C ꞓ=c Ꞡ=G ꞡ=g Ꞣ=K ꞣ=k Ꞥ=N ꞥ=n Ꞧ=R ꞧ=r Ꞩ=S ꞩ=s Ɦ=H ﬀ=ff "
        "ﬁ=fi ﬂ=fl ﬃ=ffi ﬄ=ffl ﬅ=st ﬆ=st"
    ).split()
)
PUNCTUATION = {"…": "...", "≠": "="}
PUNCTUATION.update(dict.fromkeys("–—‐‑", "-"))
PUNCTUATION.update(dict.fromkeys("‘’‚‛“”„‟ʻʼ", "'"))

# One character without an ASCII form, until the end.
OTHER = "\0"


def is_mark(c):
    return "\u0300" <= c <= "\u036f"


def fold_character(c):
    if c.isascii():
        return "_" if c in ";%" else c
    if c in PUNCTUATION:
        return PUNCTUATION[c]
    if "\u00c0" <= c <= "\u024f" or "\u1e00" <= c <= "\u1eff":
        base = unicodedata.normalize("NFD", c)[0]
        if base.isascii() and base.isalpha():
            return base
        # A composed letter folds as its base does, lest the two normal forms of a name differ (ǿ is ø and an accent).
        c = base
    return LETTERS.get(c) or TRANSFORM.get(c) or OTHER


def has_ascii_alphanumeric(text):
    return re.search("[0-9A-Za-z]", text) is not None


def fallback(name):
    text = "".join(fold_character(c) for c in name if not is_mark(c))
    text, front = trim(re.sub(OTHER + "+", OTHER, text), " .")
    # A character without an ASCII form is still a letter of the extension here.
    extension = r"((?:[Tt][Aa][Rr]\.)?)([0-9A-Za-z\0]{1,16})"
    if found := re.fullmatch(rf"(.+?)\.{extension}", text, re.DOTALL):
        stem, tar, last = found.groups()
    elif front.endswith(".") and (found := re.fullmatch("[0-9A-Za-z\0]{1,16}", text)):
        stem, tar, last = "", "", text
    else:
        stem, tar, last = text, "", ""
    if not has_ascii_alphanumeric(stem):
        # An extension that says nothing goes.
        parts = [tar.rstrip(".")] + [last] * has_ascii_alphanumeric(last)
        text = ".".join(filter(None, ["download", *parts]))
    # An extension that only the ASCII form would have is none: `… exe` is no `download.exe`.
    return finish(text.replace(OTHER, "_"), front="")


# ---------------------------------------------------------------------------------------------------
# The header

UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


def percent_encoded(text):
    return "".join(chr(b) if b in UNRESERVED else f"%{b:02X}" for b in text.encode())


def header(file_name, kind="attachment"):
    ascii_name = fallback(file_name)
    value = f'{kind}; filename="{ascii_name}"'
    if ascii_name != file_name:
        value += f"; filename*=UTF-8''{percent_encoded(file_name)}"
    return value


INVARIANT = re.compile(
    r'(attachment|inline)(; filename="[ !#-:<-\[\]-~]+"'
    r"(; filename\*=UTF-8''([A-Za-z0-9._~-]|%[0-9A-F]{2})+)?)?"
)


def record(name):
    file_name = sanitize(name)
    value = header(file_name)
    assert sanitize(file_name) == file_name, ascii(name)
    assert 1 <= len(file_name.encode()) <= MAX_BYTES, ascii(name)
    assert INVARIANT.fullmatch(value), ascii(name)
    assert not re.search("%[0-9A-Fa-f]{2}", file_name + " " + fallback(file_name)), ascii(name)
    return {"name": name, "file_name": file_name, "header": value}


# ---------------------------------------------------------------------------------------------------
# Names

ORDINARY = [
    "Bakı şəhəri Əhməd.pdf", "Əə Ɔɔ Ɣɣ.txt", "Oʻzbekiston ʼ.doc", "Ɓɓ Ɗɗ Ƙƙ ƕ Ǆ ǅ ꜳ ɶ.txt", "STRAẞE Ỻ.txt", "ﬁle ﬃ ﬆ.pdf",
    "report.exé", "report．exe", "report.ｅｘｅ", "report…exe", "ª º.txt", "a ≠ b.txt", "a\u02bab\u02d0c.txt", "ℌ ℕ.txt",
    "한국어 보고서.hwp", "각 가\u11a8 \u1100 \u1161 \u11a8 \u1100\u1161\u11a8\u11a8.txt", "\ua960\u1161 \u1100\ud7b0.txt",
    "файл.tar.gz", "файл.tar.док", "файл.TAR.gz", "tar.gz", "я.tar", "x.tar.док", "файл.tar.g_z",
    "report.pdf", "Quarterly report (Q3).pdf", "archive.tar.gz", "README", "a", "a.b.c.d", "100% sure.txt", "50%",
    "it's.txt", "naïve.txt", "Résumé.pdf", "Übergröße.pdf", "Quartalsbericht – Q3.pdf", "Żółć.txt",
    "smørrebrød.txt", "Þórður.doc", "Œuvre.txt", "İstanbul ışık.txt", "Ștefan Țepeș.txt", "Tiếng Việt ế.txt",
    "ĳsselmeer Ĳ.txt", "ǿ Ǽ ẛ ǣ.txt", "Đồng.txt", "ŋ Ŋ ĸ ŧ Ŧ ħ Ħ ŀ Ŀ ŉ ſ ð Ð ł Ł.txt", "“Quoted” ‘name’.txt",
    "„Deutsch“ ‚einfach‘.txt", "wait….txt", "a—b–c‐d‑e.txt", "2×3÷4.txt", "STRAẞE.txt", "ﬁle ﬂow.txt", "ＦＵＬＬ.txt",
    "файл.txt", "файл.док", "файл.mр3", "файл.p_f", "файл.tar-gz", "отчёт 2024.pdf", "報告書.pdf", "报告 2024.pdf",
    "보고서.hwp", "דוח.pdf", "تقرير.pdf", "रिपोर्ट.pdf", "รายงาน.pdf", "ไฟล์.ไฟล์", "日本語", "日本語.テキスト",
    "αβγ.δοκ", "Ångström.txt", "report.док", "κ.txt", "À.É", "É", "É.é",
]

EMPTY = [
    "", " ", ".", "..", "...", "....", " . ", ". .", "_", "__", "-", "--", "_.-", "- -", "_._", "-.-", "?", "???", "*.*",
    "/", "//", "\\", "\0", "\n", "\t", "\u00a0", "\u3000\u3000", "\u200b", "\u200d\u200d", "\ufeff", "\u2800", "\u00ad.",
    "~", "~~", "_~", "~.", "~.txt", "…", "….txt", "\u0301", "\u0301.txt", "a.\u0301", "я.\u0301", ";", ";;.;", "!", "!!!.txt",
    "(((", "$.$", "#", "%", "%%", "%.txt", "é.", "я", "я.я", "яя я", "download", "file.", ".txt", "..txt", "...a...",
]

EXTENSIONS_ONLY = [
    ".pdf", "....mp4", "\u2800.txt", " . .txt", ".env", ".gitignore", ".7z", ".123", ".1a", ".a", ".abcd", ".abcde", ".tar.gz", "...No",
    "../a", "/.pdf", "?.pdf", ".?pdf", ".pdf?", ".pdf.", "..pdf ", "\u200b.pdf", ".p\u200bdf", ".p df", ".p_f", ".p-f", "-.pdf", ".-pdf",
    "~.pdf", ".~pdf", ".con", ".aux.txt", ".é", ".pdé", ".pdf\u0301", "\u0301.pdf", "\u0301.jpeg2000", "….pdf", "… pdf", "….jpeg2000",
    "… jpeg2000", "…док", "….док", "….tar.gz", "\u0301.tar.док", "a.exe.\u0301", ".%41", ".%4", "%.pdf", " pdf", "\"pdf\"", "\".pdf\"",
]

EDGES = [
    "report.pdf?", '"report.pdf"', "report.pdf\0", "report.pdf?.", "report.pdf ? . *", "?report.pdf", "? . report.pdf", "_report.pdf_",
    "a.exe/", "a.exe:", "<a@b.example>.eml", "?a?", "?_?", "? ?", "a?.txt", "a ?", "?-a", "?~a", "-a", "--a", "-", "- a", "-é", "–a",
    "a-", "100%.pdf", "100%é.pdf", "50%;", "%41?", "?%41",
    " a ", "a.", "a..", "a. .", "a .", ". a", " .a", "..a", ".bashrc", ".htaccess", "a  b", "a   b", "a \u00a0 b", "a . . b",
    "a.txt ", "a.txt.", "a.txt. . .", "a .txt", "a. txt", "trailing\u3000", "\u2003leading", "a\u2028b", "a\u2029b", "a\u0085b",
    "a\u202fb", "a\u205fb", "a\u1680b", "a\u2800b", "~a", "~~a", "~$Report.docx", "a~", "~\u200b~a", "\u200b~a", " ~a", ".~a",
    "\u0301~a", "\u0301 a", "a \u0301 b", "a\u0301.", "-rf", "-", "--help", "$(reboot)", "`id`", "$HOME", "a&b", "a;b", "a;b;c.txt",
    "a; filename=evil.exe", "a,b.txt", "a=b", "a'b", "a''b", "UTF-8''evil.exe", "a(1).txt", "a[1].txt", "a{1}.txt", "a@b", "a+b c",
    "#1.txt", "!important", "a^b", "a%b", "comma, semicolon; quote\".txt",
]

ATTACKS = [
    '"', '""', 'a"b', 'a\\"b', 'a\\', 'a\\\\b', '\\"', 'a"; filename="evil.exe', 'a"; filename*=UTF-8\'\'evil.exe',
    'x\r\nSet-Cookie: a=b', 'x\r\n\r\n<script>', 'a\nb', 'a\rb', 'a\tb', 'a\x0bb', 'a\x0cb', 'a\x00b.txt', 'evil.exe\x00.txt', 'a\x1bb',
    'a\x1fb', 'a\x7fb', 'a\x80b', 'a\x9fb', 'a\ufffeb', 'a\uffffb', 'a\ufdd0b', 'a\ufdefb', 'a\U0001fffeb', 'a\U0010ffffb', 'a\ufffdb',
    'a\ufffcb', 'a\ue000b', '../../x', '..\\..\\x', '/etc/passwd', 'C:\\Windows\\x.dll', 'C:x', 'a.txt:b', 'a.txt::$DATA', 'AC/DC.mp3',
    'a/../b', './a', 'a/', '/a', 'a%2Fb', '..%2F..%2Fx', '%2e%2e%2fx', 'a%5Cb', 'a%00b.txt', '<script>.html', 'a|b', 'a*b?.txt', 'a<b>c',
    '=?UTF-8?Q?evil=2Eexe?=', '=?UTF-8?B?ZXZpbC5leGU=?=', '=?iso-8859-1?q?a?= =?utf-8?b?Yg==?=', 'a\u2044b', 'a\u2215b', 'a\uff0fb',
    'a\u29f5b', 'a\uff1ab', 'a\u037eb', '\u212a.txt', '\u212b.txt', '≠.txt', '≮≯.txt',
]

ESCAPES = [
    'a%41', 'a%41.txt', 'a%2541', 'invoice.pdf%2Eexe', 'invoice.pdf%252Eexe', '%', '%4', '%41', '%4g', '%g1', '%%41', '%%%41', '%4%41',
    '%41%42', '%aB%Cd%', '%é1', '%e\u03011', '%\u03014\u03011', '%ế1', '%æ', '%Þ', '%\u200b41', '%4\u200b1', '%4\u200d\u200c1', '%\u00ad41',
    '%\ufeff4\u20601', '%\U000e004141', '% 41', '%\u00a041', '%\t41', '%\u030041', '%4\u03001', '%я41', '%-41', '%–41', '%…41', '%.41',
    '100%25', '%u0041', '&#37;41', 'a%', 'a%4', '%ff.txt', '%FF.txt', '%fF', '%ﬀ', '%４１', 'é%41', 'é%é1', 'é%C3%A9.txt',
]

BIDI = [
    'a\u202efdp.exe', 'a\u202egpj.exe', '\u202a\u202b\u202c\u202d\u202etxt', 'a\u2066b\u2069c', 'a\u061cb', 'a\u200eb\u200fc', 'photo\u202egnp.scr',
    'a\u200bb', 'a\u200cb', 'a\u200db', 'a\u2060b', 'a\ufeffb', 'a\u00adb', 'a\u034fb', 'a\u115fb\u1160c', 'a\u17b4b\u17b5c', 'a\u180eb', 'a\u3164b',
    'a\uffa0b', 'a\ufff9b\ufffac\ufffbd', 'a\ufff0b', 'a\U0001bca0b', 'a\U0001d173b', 'a\U000e0001b', 'a\U000e0041\U000e007fb', 'a\U000e00ffb',
    'a\U000e0100b', 'a\ufe0fb', 'a\u180bb', '☎\ufe0f.txt', '👨\u200d👩\u200d👧.png', '🏴\U000e0067\U000e0062\U000e007f.txt', '🎉 party 🎉.jpg', '🎉', '🎉.🎉',
    'می\u200cخواهم.pdf', 'ක\u200dෂ.pdf', 'a\u202e.txt', '\u202e.txt', 'a.\u202etxt', 'a.t\u200bxt', 'a\u200b.', '\u200b.\u200ba', 'a \u200b b', ' \u200b ',
    'a\u2007b', 'a\u2000\u2001b',
]

DEVICE_STEMS = sorted(DEVICES)

DEVICE_EDGES = [
    'con', 'Con', 'cOn.TXT', 'CON .txt', 'CON  .txt', 'CON\u00a0.txt', 'CON\u3000', 'CON. txt', 'CON.', ' CON', '.CON', 'CON\u200b', 'C\u200bON.txt',
    'ÇON.txt', 'ÇON', 'C\u0327ON.txt', 'ĆOM1', 'LPṪ9.log', 'ñul.txt', 'prñ', 'CON….txt', 'CON…', 'CO\u0301N.tar.gz', 'CONSOLE', 'CONX.txt', 'XCON', 'COM',
    'COM10', 'COM١', 'COM１', 'COM⁴', 'LPT', 'LPT00', 'AUX-', 'AUX_.txt', 'CON/x', 'CON:x', 'CON:', 'NUL:', 'nul\0', 'NUL%41', 'aux.h', 'a.CON', 'CONIN', 'conin$.x',
    'CLOCK', 'clock$', '_CON', '~CON', 'CON~', 'ŞON', 'ＣＯＮ', 'ſON', 'СОN', 'com¹.txt', 'lpt³', 'COM\u0661',
]


def lengths():
    """Around the limit, with characters of every width at the cut and extensions of every length."""
    for total in (229, 230, 231, 232, 300):
        yield "a" * total
        yield "a" * (total - 4) + ".pdf"
        for wide in ("é", "€", "😀"):
            for shift in range(len(wide.encode())):
                stem = "x" * shift + wide * 300
                while len(stem.encode()) > total - 4:
                    stem = stem[:-1]
                yield stem + ".pdf"
    for wide in ("é", "€", "😀"):
        for shift in range(len(wide.encode())):
            yield "x" * shift + wide * 120
            yield "x" * shift + wide * 120 + ".jpeg"
    for length in range(1, 18):
        yield "a" * 250 + "." + "e" * length
        yield "é" * 125 + "." + "e" * length
    for extension in ("é" * 8, "é" * 8 + "e", "я" * 8, "я" * 9, "😀" * 4, "😀" * 4 + "a", "€" * 5 + "a", "p-f", "p_f", "p f", "pdf ", "p%f", "p;f"):
        yield "a" * 250 + "." + extension
        yield "b." + extension
        yield "я." + extension
    for left in range(208, 232):
        yield "a" * left + " . " * 12 + "b.txt"
    for left in range(226, 232):
        yield "a" * left + "%41"
        yield "a" * left + " " + "b" * 9
        yield "a" * left + "." + "b" * 20
        yield "a" * left + "\u200b" * 9
        yield "a" * left + " . . "
        yield "a" * left + "e\u0301"
        for wide in ("é", "€", "😀"):
            yield "a" * left + wide + "bcde"
    for left in range(222, 228):
        yield "CON." + "a" * left
        yield "CON" + "." * left + "b.txt"
        yield "ÇON." + "a" * left
        yield "CON…" + "a" * left
        yield "CON…" + "a" * (left - 4) + ".pdf"
    for filler in "_-":
        yield filler * 300
        yield filler * 300 + "a"
        yield filler * 300 + "a.txt"
        yield filler * 300 + ".txt"
        yield filler + "." * 300 + "b c"
        yield filler + "." * 300 + "bc"
    yield "?" * 300 + ".п"
    yield "я" * 300
    yield "я" * 300 + ".док"
    yield "ё" * 110 + ".pdf"
    yield "ё" * 116 + ".pdf"
    yield "ß" * 115
    yield "…" * 76 + "a"
    yield "a" + "…" * 80
    yield "a" + "…" * 70 + ".pdf"
    yield "." * 300 + "a"
    yield " " * 300 + "a" + " " * 300
    yield "\u200b" * 300 + "a.txt"
    yield "a" * 300 + ".txt" + "\u200b" * 40 + " ."
    yield "a" * 300 + ".t" + "\u200b" * 40 + "xt"
    yield "日本語" * 40 + ".docx"
    yield "👨\u200d👩\u200d👧" * 30 + ".png"
    for extension in ("tar.gz", "TAR.xz", "tar.gz?", "t\u200bar.gz", "tar." + "e" * 16, "tar." + "e" * 17, "tar.é", "tar.g-z", "xtar.gz"):
        for stem in ("a" * 240, "é" * 120, "?" * 240, "a" * 240 + ". . "):
            yield stem + "." + extension
    yield "CON" + "?" * 300 + ".txt"
    yield "CON " + "?" * 300 + ".txt"
    yield "a" * 220 + "?" * 20
    yield "a" * 229 + "?" + "b.pdf"
    yield "?" * 300 + "a" + "?" * 300
    yield "." * 300 + "pdf"
    # Decomposed Hangul around the cut, and in an extension.
    for shift in range(4):
        for jamo in ("\u1112\u1161\u11ab", "\u1100\u1161", "가\u11a8"):
            yield "x" * shift + jamo * 76
            yield "x" * shift + jamo * 77
            yield "x" * shift + jamo * 90 + ".hwp"
    for length in range(222, 232):
        yield "a" * length + "\u1112\u1161\u11ab"
        yield "a" * length + "\u1112\u1161\u11ab\u11ab"
    for count in (4, 5, 6):
        yield "a" * 240 + "." + "\u1112\u1161\u11ab" * count


def names():
    composed = ORDINARY + DEVICE_EDGES
    every = itertools.chain(
        ORDINARY,
        EMPTY,
        EXTENSIONS_ONLY,
        EDGES,
        ATTACKS,
        ESCAPES,
        BIDI,
        DEVICE_EDGES,
        DEVICE_STEMS,
        (stem.lower() + ".txt" for stem in DEVICE_STEMS),
        (stem.title() + " .tar.gz" for stem in DEVICE_STEMS),
        lengths(),
        (unicodedata.normalize("NFD", name) for name in composed),
        (unicodedata.normalize("NFC", name) for name in composed),
    )
    return dict.fromkeys(every)


def random_names(count, seed):
    rng = random.Random(seed)
    # Every edge of every span, and both its neighbours.
    edges = set()
    for span in sorted(IGNORABLE | SPACES | NONCHARACTERS | set("\u00c0\u024f\u1e00\u1eff\u0300\u036f\u1100\u1112\u1161\u1175\u11a8\u11c2\uac00\ud7a3")):
        edges.update(ord(span) + step for step in (-1, 0, 1))
    edges = [chr(code) for code in sorted(edges) if 0 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF]
    latin = [chr(code) for code in itertools.chain(range(0xC0, 0x250), range(0x1E00, 0x1F00))]
    marks = [chr(code) for code in range(0x300, 0x370)]
    letters = sorted(TRANSFORM) + sorted(LETTERS) + ["ａ", "Ｅ", "ª", "ʺ", "ː", "K", "Å"]
    punctuation = sorted(PUNCTUATION) + ["\u2012", "\u2015", "\u2212", "\u2025", "\u2032", "\u201a"]
    makers = [
        lambda: rng.choice("abcdefXYZ0123456789"),
        lambda: chr(rng.randrange(128)),
        lambda: rng.choice('%%%%0123456789abcdefABCDEF'),
        lambda: rng.choice(" .  ..~_-"),
        lambda: rng.choice('/\\:*?"<>|;'),
        lambda: rng.choice(edges),
        lambda: rng.choice(latin),
        lambda: rng.choice(marks),
        lambda: rng.choice(punctuation),
        lambda: rng.choice("яжёйкс日本語한글कि\U0001f600\U0001f3f4\u200d\ufe0f"),
        lambda: chr(rng.choice([rng.randrange(0xD800), rng.randrange(0xE000, 0x110000)])),
        lambda: rng.choice(DEVICE_STEMS),
        lambda: rng.choice(letters),
        lambda: rng.choice("\u1100\u1112\u1113\u1161\u1175\u1176\u11a7\u11a8\u11c2\u11c3가각힣\ua960\ud7b0"),
        lambda: rng.choice([".tar.gz", ".tar.", ".TAR", "tar"]),
        lambda: rng.choice([".txt", ".pdf", ".док", ".é", ".tar.gz", "." + "e" * rng.randrange(14, 19)]),
        lambda: rng.choice("ab .%é€😀_\u200b…\u0301") * rng.randrange(260),
    ]
    for _ in range(count):
        some = rng.sample(makers, rng.randrange(1, 6))
        name = "".join(rng.choice(some)() for _ in range(rng.choice([2, 4, 8, 16, 64, 200])))
        shape = rng.randrange(8)
        if shape == 0:
            name = rng.choice(DEVICE_STEMS).swapcase() + name
        elif shape == 1:
            name += "." + "".join(rng.choice("eéя€😀1_") for _ in range(rng.randrange(12)))
        elif shape == 2:
            name = unicodedata.normalize(rng.choice(["NFC", "NFD"]), name)
        yield name


def main():
    parser = argparse.ArgumentParser(description="Content-Disposition of hostile file names, see the docstring")
    parser.add_argument("--check", metavar="FILE", help="recompute every record in FILE and make none")
    parser.add_argument("--random", metavar=("COUNT", "SEED"), nargs=2, type=int, help="random names in place of the list")
    parser.add_argument("--code-points", action="store_true", help="every code point, in a stem and in an extension")
    args = parser.parse_args()
    if args.code_points:
        for code in itertools.chain(range(0xD800), range(0xE000, 0x110000)):
            sys.stdout.buffer.write(json.dumps(record(f"a{chr(code)}b.{chr(code)}x"), separators=(",", ":")).encode() + b"\n")
        return
    if args.check:
        with open(args.check, encoding="ascii") as lines:
            count = 0
            for count, line in enumerate(lines, 1):
                found = json.loads(line)
                assert found == record(found["name"]), line
        print(f"{count} records, each follows from its name")
        return
    for name in random_names(*args.random) if args.random else names():
        # bytes, lest a platform's text mode turn the line ends
        sys.stdout.buffer.write(json.dumps(record(name), separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
