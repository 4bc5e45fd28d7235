//! What becomes of each character of a name: rules 1 and 2 of [`file_name`](super::file_name), and Hangul.

/// Characters that show nothing: property `Default_Ignorable_Code_Point` ([`DerivedCoreProperties.txt`]) without the
/// variation selectors, which belong to the emoji before them, and the annotation characters up to U+FFFB.
///
/// The zero-width joiner is among them, which costs some emoji and some Persian and Sinhala words their form; but
/// browsers save a `_` for it, which is worse.
///
/// [`DerivedCoreProperties.txt`]: https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt
fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
    )
}

/// One of the 66 code points that are no characters (the Unicode Standard, section 23.7).
fn is_noncharacter(character: char) -> bool {
    matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe
}

/// White space as a space; `None` for a character that no name can hold.
fn spaced(character: char) -> Option<char> {
    match character {
        // The blank pattern of Braille is no white space by its properties, but it shows nothing.
        '\u{2800}' => Some(' '),
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => None,
        _ if character.is_whitespace() => Some(' '),
        _ if character.is_control() || is_noncharacter(character) => None,
        _ => Some(character),
    }
}

/// Most characters outside ASCII, which no rule changes: a few ranges instead of all that the rules name.
#[inline]
const fn is_ordinary(character: char) -> bool {
    matches!(
        character,
        '\u{a1}'..='\u{ac}'
            | '\u{ae}'..='\u{34e}'
            | '\u{350}'..='\u{61b}'
            | '\u{61d}'..='\u{10ff}'
            | '\u{2010}'..='\u{2027}'
            | '\u{3001}'..='\u{3163}'
            | '\u{3165}'..='\u{fdcf}'
    )
}

/// What rules 1 and 2 make of a character: it is dropped, forbidden, or some character.
#[inline]
#[expect(clippy::option_option, reason = "dropped and forbidden are two answers")]
pub(super) fn kept_character(character: char) -> Option<Option<char>> {
    // None of ASCII is ignorable.
    if character.is_ascii() {
        return Some(spaced(character));
    }
    if is_ordinary(character) {
        return Some(Some(character));
    }
    (!is_ignorable(character)).then(|| spaced(character))
}

/// What rules 1 and 2 leave of a text; `None` stands for each forbidden character.
pub(super) fn kept(text: &str) -> impl Iterator<Item = Option<char>> + '_ {
    text.chars().filter_map(kept_character)
}

/// Whether a text shows nothing at all.
pub(crate) fn is_blank(text: &str) -> bool {
    kept(text).all(|character| character == Some(' '))
}

/// Whether a character doesn't stand at an end, where it may be a dot or a forbidden one as well.
pub(super) fn is_gone_at_end(character: char) -> bool {
    is_ignorable(character) || matches!(spaced(character), None | Some(' ' | '.'))
}

/// Whether a rule for each character changes one outside ASCII, or may.
#[inline]
pub(super) fn may_change(character: char) -> bool {
    !character.is_ascii()
        && !is_ordinary(character)
        && (is_ignorable(character) || spaced(character) != Some(character) || is_vowel_or_final(character))
}

// Conjoining Hangul: leading consonants, vowels, final consonants, and the syllables of them (the Unicode Standard, section
// 3.12). The first final consonant stands for no consonant.
const LEADING: u32 = 0x1100;
const LEADING_COUNT: u32 = 19;
const VOWEL: u32 = 0x1161;
const VOWEL_COUNT: u32 = 21;
const FINAL: u32 = 0x11a7;
const FINAL_COUNT: u32 = 28;
const SYLLABLE: u32 = 0xac00;
const SYLLABLE_COUNT: u32 = LEADING_COUNT * VOWEL_COUNT * FINAL_COUNT;

fn is_vowel_or_final(character: char) -> bool {
    (VOWEL..FINAL + FINAL_COUNT).contains(&u32::from(character))
}

/// The syllable of a consonant and a vowel, or of a syllable without a final consonant and that.
pub(super) fn syllable(left: char, right: char) -> Option<char> {
    if !is_vowel_or_final(right) {
        return None;
    }
    let place = |character: char, first: u32, count: u32| {
        u32::from(character).checked_sub(first).filter(|place| *place < count)
    };
    if let (Some(leading), Some(vowel)) = (place(left, LEADING, LEADING_COUNT), place(right, VOWEL, VOWEL_COUNT)) {
        return char::from_u32(SYLLABLE + (leading * VOWEL_COUNT + vowel) * FINAL_COUNT);
    }
    let open = place(left, SYLLABLE, SYLLABLE_COUNT).filter(|place| place % FINAL_COUNT == 0)?;
    let last = place(right, FINAL, FINAL_COUNT).filter(|place| *place != 0)?;
    char::from_u32(SYLLABLE + open + last)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::compose;

    use super::*;

    #[test]
    fn no_rule_changes_an_ordinary_character() {
        for character in ('\0'..=char::MAX).filter(|&character| is_ordinary(character)) {
            assert!(!is_ignorable(character) && spaced(character) == Some(character), "{character:?}");
            assert!(!is_vowel_or_final(character), "{character:?}");
        }
    }

    #[test]
    fn hangul_composes_as_in_unicode() {
        let characters = || ('\u{10ff}'..='\u{1200}').chain('\u{abff}'..='\u{ac20}').chain('\u{d780}'..='\u{d7b0}');
        let mut count = 0;
        for left in characters() {
            for right in characters() {
                assert_eq!(syllable(left, right), compose(left, right), "{left:?} {right:?}");
                count += usize::from(syllable(left, right).is_some());
            }
        }
        assert_eq!(count, 19 * 21 + (2 + 1) * 27);
    }
}
