//! What setters take that a row of a database may lack.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;

use crate::optional_text::sealed::IntoOption;

/// What setters of optional values take: `&str`, `&String`, `Option<&str>`, `&Option<String>` or `None`, as a database row
/// holds it, and the same with `Cow<str>`, `Box<str>` and `Arc<str>`.
///
/// The trait is sealed: only these types implement it.
///
/// # Example
///
/// ```
/// use presigner::attachment::Attachment;
///
/// struct Row {
///     name: Option<String>,
///     content_type: String,
/// }
/// let row = Row { name: None, content_type: "image/png".into() };
/// let attachment = Attachment::new("att_1", "messages/42/7f3a", 18_204).file_name(&row.name).content_type(&row.content_type);
/// ```
pub trait OptionalText<'a>: IntoOption<'a> {}

impl<'a, T: IntoOption<'a>> OptionalText<'a> for T {}

pub(crate) mod sealed {
    #[expect(unnameable_types, reason = "nobody else implements it")]
    pub trait IntoOption<'a> {
        fn into_option(self) -> Option<&'a str>;
    }
}

// No other `Option` by value: with a second one, `None` alone would no longer say what it is an option of.
impl<'a> IntoOption<'a> for Option<&'a str> {
    #[inline]
    fn into_option(self) -> Option<&'a str> {
        self
    }
}

impl<'a> IntoOption<'a> for &'a str {
    #[inline]
    fn into_option(self) -> Option<&'a str> {
        Some(self)
    }
}

impl<'a> IntoOption<'a> for &'a &str {
    #[inline]
    fn into_option(self) -> Option<&'a str> {
        Some(self)
    }
}

impl<'a, T: AsRef<str>> IntoOption<'a> for &'a Option<T> {
    #[inline]
    fn into_option(self) -> Option<&'a str> {
        self.as_ref().map(T::as_ref)
    }
}

/// What owns a text.
macro_rules! owners {
    ($($owner:ty)*) => {
        $(
            impl<'a> IntoOption<'a> for &'a $owner {
                #[inline]
                fn into_option(self) -> Option<&'a str> {
                    Some(self)
                }
            }
        )*
    };
}

owners! { String Cow<'_, str> Box<str> Arc<str> }
