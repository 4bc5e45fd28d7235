//! The table of what each server does with links: one row for each thing that S3 does with them or refuses. `run` has it
//! put into the page beside it.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use presigner::Request;

use crate::client::{Follow, Reply};
use crate::diagnoses::side_by_side;
use crate::exceptions::Exception;
use crate::server::{Server, Style};

/// A column of the table, and what in it is not as it has to be.
pub struct Matrix<'a> {
    pub server: &'a Server,
    pub style: Style,
    rows: String,
    /// The links that have to work, for botocore to sign the same.
    links: String,
    wrong: Vec<String>,
}

impl<'a> Matrix<'a> {
    pub fn new(server: &'a Server, style: Style) -> Self {
        Self { server, style, rows: String::new(), links: String::new(), wrong: Vec::new() }
    }

    pub fn heading(&mut self, heading: &str) {
        writeln!(self.rows, "# {heading}").expect("a String takes everything");
    }

    /// A link that has to work, as `right` sees by the answer; unless the server has one of the exceptions.
    pub fn works(
        &mut self,
        row: &str,
        request: &Request<'_>,
        body: &[u8],
        right: impl Fn(&Reply) -> bool,
        unless: &[Exception],
    ) -> Reply {
        let link = request.presign();
        let headers = link.headers().map(|(name, value)| format!("\t{name}:{value}"));
        let headers: String = headers.collect();
        writeln!(self.links, "{}\t{}{headers}", link.method(), link.url()).expect("a String takes everything");
        let reply = link.send(body);
        self.enter(row, "ok", right(&reply), unless, || side_by_side(row, request, &reply));
        reply
    }

    /// An answer that has to be a refusal, to what was made of a request; unless the server has one of the exceptions.
    pub fn refused(&mut self, row: &str, request: &Request<'_>, reply: &Reply, unless: &[Exception]) {
        self.enter(row, "refused", reply.is_refused(), unless, || side_by_side(row, request, reply));
    }

    /// The cell is `as_s3` if it is so, else the exception that says why not. Anything else is wrong: also an exception
    /// that the server has no more.
    pub fn enter(&mut self, row: &str, as_s3: &str, is_so: bool, unless: &[Exception], shown: impl FnOnce() -> String) {
        let exception = unless.iter().find(|exception| self.server.has(**exception));
        let cell = match (is_so, exception) {
            (true, None) => as_s3.to_owned(),
            (false, Some(exception)) => format!("`{exception:?}`"),
            (true, Some(exception)) => {
                return self.wrong.push(format!("{row}: {as_s3}, as on S3, and not {exception:?}"));
            }
            (false, None) => return self.wrong.push(shown()),
        };
        writeln!(self.rows, "{row}\t{cell}").expect("a String takes everything");
    }

    /// Fails if something was wrong; else leaves the column to `run`, in the folder that it names.
    pub fn finish(self) {
        assert!(self.wrong.is_empty(), "{} rows are wrong:\n\n{}", self.wrong.len(), self.wrong.join("\n\n"));
        if let Some(folder) = env::var_os("PRESIGNER_MATRIX") {
            // Without what Debian adds to it.
            let version = self.server.setting("VERSION");
            let version = version.split(['+', '-']).next().unwrap_or_default();
            let file = Path::new(&folder).join(format!("{}.{}", self.server.name, self.style.name()));
            let heading = format!("{} {version}, {}", self.server.name, self.style.name());
            fs::write(&file, format!("{heading}\n{}", self.rows)).expect("a folder for the table");
            fs::write(file.with_added_extension("links"), self.links).expect("a folder for the links");
        }
    }
}
