//! The user guide in chapters, as `rankday help TOPIC` prints them.
//!
//! A chapter is a Markdown file of this folder. Naming it in the list below makes it a module of this
//! documentation and a topic of the command. Tests run the commands of its `sh` blocks and compare the
//! sample outputs with what the program prints.

/// A chapter.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// The word by which `rankday help` knows it.
    pub topic: &'static str,
    /// Its text in Markdown, with comments for the tests.
    pub source: &'static str,
}

impl Chapter {
    /// Its heading.
    pub fn title(&self) -> &'static str {
        self.source.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// Its lines as they are printed: without the comments that tell tests what a sample is of.
    pub fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.source.lines().filter(|line| !line.starts_with("<!--"))
    }
}

/// Declares the chapters: each is a module and a topic.
macro_rules! chapters {
    ($($topic:ident)*) => {
        $(
            #[doc = include_str!(concat!(stringify!($topic), ".md"))]
            pub mod $topic {}
        )*

        /// All chapters, in the order in which they are best read.
        pub const CHAPTERS: &[Chapter] = &[$(Chapter {
            topic: stringify!($topic),
            source: include_str!(concat!(stringify!($topic), ".md")),
        }),*];
    };
}

chapters! {
    running scenarios data comparing sweeping projecting paths method trust glossary contributing changelog
}
