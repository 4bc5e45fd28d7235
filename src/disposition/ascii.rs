//! The ASCII form of a file name, for clients that read no other: letters lose their accents, the rest becomes `_`.

use crate::disposition::draft::{Draft, MAX_EXTENSION, NAMELESS, split_plain};
use crate::disposition::fold_table::{LATIN, LATIN_ADDITIONAL, MORE, PAIRS};
use crate::short_text::ShortName;

/// Stands for characters without an ASCII form while the name is written; no name holds it.
const OTHER: u8 = 0;

/// Whether an ASCII character is none of the ASCII form. aiohttp loses a name with two semicolons, quoted or not; clients that
/// decode this form throw at a lone `%`.
pub(super) const fn is_folded(character: char) -> bool {
    matches!(character, ';' | '%')
}

/// The ASCII form of a sanitized name. It is no longer than the name, but for the `_` before the name of a device.
///
/// Both normal forms of a name give the same: an accent goes, whether it is part of its letter or follows it. (Where a
/// forbidden sign bears it, as in `≮`, they differ.)
pub(crate) fn of(name: &str) -> ShortName {
    let mut draft = Draft::new();
    let mut after_other = false;
    let mut rest = name;
    loop {
        let (plain, behind) = split_plain(rest);
        if !plain.is_empty() {
            draft.push_plain(plain);
            after_other = false;
            rest = behind;
            continue;
        }
        let mut characters = rest.chars();
        let Some(character) = characters.next() else { break };
        rest = characters.as_str();
        // Gone from within a run of others as well.
        if matches!(character, '\u{300}'..='\u{36f}') {
            continue;
        }
        if character.is_ascii() {
            draft.push(if is_folded(character) { '_' } else { character });
        } else if let Some(ascii) = fold(character) {
            draft.push_str(ascii);
        } else {
            if !after_other {
                draft.push(char::from(OTHER));
            }
            after_other = true;
            continue;
        }
        after_other = false;
    }

    let follows_dot = draft.follows_dot();
    let (stem, tar, last) = split(draft.text().as_str(), follows_dot);
    if !has_alphanumeric(stem) {
        let mut nameless = Draft::new();
        nameless.push_str(NAMELESS);
        // The extension says what the file is, where it still says something.
        for part in [tar, last].into_iter().filter(|part| has_alphanumeric(part)) {
            nameless.push('.');
            nameless.push_str(part);
        }
        draft = nameless;
    }
    for other in draft.text().as_bytes_mut().iter_mut().filter(|byte| **byte == OTHER) {
        *other = b'_';
    }
    // `ÇON` is a device only now.
    draft.finish(None)
}

/// The stem, a `tar` that follows it, and the last part of the extension; without their dots, and empty where there is none.
/// What has no ASCII form is a letter of an extension as well. What `follows_dot` may be an extension alone.
fn split(name: &str, follows_dot: bool) -> (&str, &str, &str) {
    let is_extension = |text: &str| {
        (1..=MAX_EXTENSION).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == OTHER)
    };
    match name.rsplit_once('.') {
        Some((stem, last)) if is_extension(last) => match stem.rsplit_once('.') {
            Some((stem, tar)) if tar.eq_ignore_ascii_case("tar") => (stem, tar, last),
            _ => (stem, "", last),
        },
        None if follows_dot && is_extension(name) => ("", "", name),
        _ => (name, "", ""),
    }
}

fn has_alphanumeric(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// The ASCII form of one character outside ASCII.
fn fold(character: char) -> Option<&'static str> {
    match character {
        '\u{2010}' | '\u{2011}' | '–' | '—' => Some("-"),
        '\u{2018}'..='\u{201f}' | '\u{2bb}' | '\u{2bc}' => Some("'"),
        '…' => Some("..."),
        // As it decomposes: the accent goes.
        '≠' => Some("="),
        '\u{c0}'..='\u{24f}' => letters(LATIN, u32::from(character) - 0xc0),
        '\u{1e00}'..='\u{1eff}' => letters(LATIN_ADDITIONAL, u32::from(character) - 0x1e00),
        _ => None,
    }
    .or_else(|| more_letters(character))
}

fn more_letters(character: char) -> Option<&'static str> {
    // Most other scripts lie between these, and are not worth the search.
    if matches!(character, '\u{2b0}'..='\u{1cff}' | '\u{2c80}'..='\u{a72f}' | '\u{a800}'..='\u{faff}') {
        return None;
    }
    let place = MORE.binary_search_by_key(&character, |(letter, _)| *letter).ok()?;
    MORE.get(place).map(|(_, ascii)| *ascii)
}

fn letters(table: &'static str, place: u32) -> Option<&'static str> {
    let place = usize::try_from(place).ok()?;
    let entry = table.get(place..=place)?;
    match entry.bytes().next()? {
        b'_' => None,
        digit @ b'0'..=b'9' => PAIRS.get(usize::from(digit - b'0')).copied(),
        _ => Some(entry),
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::decompose_canonical;

    use super::*;

    /// The table against another source of decompositions than the one that it was made from.
    #[test]
    fn every_composed_letter_folds_as_its_base() {
        let mut count = 0;
        for character in ('\u{c0}'..='\u{24f}').chain('\u{1e00}'..='\u{1eff}') {
            let mut base = None;
            decompose_canonical(character, |part| base = base.or(Some(part)));
            match base.unwrap() {
                letter if letter.is_ascii() => {
                    assert!(letter.is_ascii_alphabetic());
                    assert!(fold(character).unwrap().chars().eq([letter]), "{character}");
                    count += 1;
                }
                base => assert_eq!(fold(character), fold(base), "{character}"),
            }
        }
        assert_eq!((LATIN.len(), LATIN_ADDITIONAL.len(), count), (0x190, 0x100, 488));
    }

    #[test]
    fn letters_without_a_decomposition_fold_by_hand() {
        let text = "ßæÆœŒøØđĐłŁðÐþÞıħĦŧŦĸŋŊĳĲŀĿŉſəƏɔƆɣƔ";
        let folded: alloc::string::String = text.chars().filter_map(fold).collect();
        assert_eq!(folded, "ssaeAEoeOEoOdDlLdDthThihHtTknNijIJlLnseEoOgG");
        let folded: alloc::string::String = "ẞƕǅɓﬃ".chars().filter_map(fold).collect();
        assert_eq!(folded, "SShvDzbffi");
        assert!("×÷Ж語ａＥ．ʺː".chars().all(|character| fold(character).is_none()));
        assert!(MORE.is_sorted());
        // That none of them is passed over.
        assert!(MORE.iter().all(|(letter, ascii)| fold(*letter) == Some(*ascii)));
    }

    #[test]
    fn no_ascii_form_is_longer_than_its_character() {
        for character in '\u{80}'..='\u{ffff}' {
            assert!(fold(character).is_none_or(|ascii| ascii.len() <= character.len_utf8() && ascii.is_ascii()));
        }
    }
}
