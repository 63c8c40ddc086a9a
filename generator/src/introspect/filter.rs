//! Which tables, views and routines are read: the include and exclude patterns, for all backends alike.

use crate::catalog::QualifiedName;
use crate::config::DatabaseSettings;
use crate::diagnostic::Diagnostic;
use anyhow::Result;
use globset::{Glob, GlobMatcher};

/// The patterns of `[database]`, compiled.
pub(super) struct Filters {
    /// Over tables and views.
    pub(super) tables: Filter,
    /// Over functions and procedures.
    pub(super) routines: Filter,
}

impl Filters {
    /// Compiles the patterns. Errors: one of them is not a glob.
    pub(super) fn new(settings: &DatabaseSettings) -> Result<Self> {
        Ok(Self {
            tables: Filter {
                include: compiled("database.include", &settings.include)?,
                exclude: compiled("database.exclude", &settings.exclude)?,
            },
            routines: Filter {
                include: compiled("database.include_routines", &settings.include_routines)?,
                exclude: compiled("database.exclude_routines", &settings.exclude_routines)?,
            },
        })
    }
}

/// Patterns over names with a schema.
///
/// 1. A pattern without a dot is matched against the bare name; one with a dot against `schema.name`, and
///    against the bare name too, for names may hold dots.
/// 2. No include pattern means everything; an exclude pattern wins over an include pattern.
pub(super) struct Filter {
    include: Vec<GlobMatcher>,
    exclude: Vec<GlobMatcher>,
}

impl Filter {
    /// Whether the object is read.
    pub(super) fn keeps(&self, schema: &str, name: &str) -> bool {
        let included = self.include.is_empty() || self.include.iter().any(|pattern| fits(pattern, schema, name));
        included && !self.exclude.iter().any(|pattern| fits(pattern, schema, name))
    }

    /// Checks the patterns against all tables and views that could have been read.
    ///
    /// Errors: an include pattern fits none of them, or none of them is kept.
    pub(super) fn check(&self, schemas: &[String], found: &[QualifiedName]) -> Result<(), Diagnostic> {
        if let Some((pattern, found)) = self.unused(found) {
            return Err(Diagnostic::pattern_without_match(pattern, &found));
        }
        if !found.iter().any(|object| self.keeps(&object.schema, &object.name)) {
            return Err(Diagnostic::nothing_matched(schemas, found.len()));
        }
        Ok(())
    }

    /// Checks the patterns against all routines that could have been read.
    ///
    /// Errors: an include pattern fits none of them.
    pub(super) fn check_routines(&self, found: &[QualifiedName]) -> Result<(), Diagnostic> {
        match self.unused(found) {
            Some((pattern, found)) => Err(Diagnostic::routine_pattern_without_match(pattern, &found)),
            None => Ok(()),
        }
    }

    /// An include pattern that fits nothing, and the names of all that it could have fitted.
    fn unused(&self, found: &[QualifiedName]) -> Option<(&str, Vec<String>)> {
        let unused = |pattern: &&GlobMatcher| !found.iter().any(|object| fits(pattern, &object.schema, &object.name));
        let pattern = self.include.iter().find(unused)?;
        Some((pattern.glob().glob(), found.iter().map(|object| format!("{}.{}", object.schema, object.name)).collect()))
    }
}

fn compiled(key: &str, patterns: &[String]) -> Result<Vec<GlobMatcher>> {
    let compile = |pattern: &String| match Glob::new(pattern) {
        Ok(glob) => Ok(glob.compile_matcher()),
        Err(error) => Err(Diagnostic::invalid_pattern(key, pattern, &error.kind().to_string()).into()),
    };
    patterns.iter().map(compile).collect()
}

fn fits(pattern: &GlobMatcher, schema: &str, name: &str) -> bool {
    pattern.is_match(name) || (pattern.glob().glob().contains('.') && pattern.is_match(format!("{schema}.{name}")))
}

#[cfg(test)]
mod tests {
    use super::{Filter, Filters};
    use crate::catalog::QualifiedName;
    use crate::config::DatabaseSettings;

    fn filter(include: &[&str], exclude: &[&str]) -> Filter {
        let owned = |patterns: &[&str]| patterns.iter().map(ToString::to_string).collect();
        let settings = DatabaseSettings { include: owned(include), exclude: owned(exclude), ..Default::default() };
        Filters::new(&settings).unwrap().tables
    }

    #[test]
    fn keeps_everything_without_patterns() {
        assert!(filter(&[], &[]).keeps("public", "../x"));
    }

    #[test]
    fn matches_bare_and_qualified_names() {
        let some = filter(&["order*", "app.*"], &["*_old", "app.secret"]);
        assert!(some.keeps("public", "orders"));
        assert!(some.keeps("app", "users"));
        assert!(!some.keeps("public", "users"));
        assert!(!some.keeps("public", "orders_old"));
        assert!(!some.keeps("app", "secret"));
        assert!(!filter(&["app*"], &[]).keeps("app", "users"), "a bare pattern speaks of tables, not of schemas");
        assert!(filter(&["a.b"], &[]).keeps("public", "a.b"));
    }

    #[test]
    fn reports_patterns_that_fit_nothing() {
        let found = [QualifiedName { schema: "public".to_owned(), name: "orders".to_owned() }];
        let schemas = ["public".to_owned()];
        assert!(filter(&["orders"], &[]).check(&schemas, &found).is_ok());
        assert!(filter(&[], &["nothing"]).check(&schemas, &found).is_ok());
        let error = filter(&["order"], &[]).check(&schemas, &found).unwrap_err().to_string();
        assert!(error.contains("order") && error.contains("public.orders"), "{error}");
        assert!(filter(&[], &["*"]).check(&schemas, &found).is_err());
        assert!(filter(&[], &[]).check(&schemas, &[]).is_err());
        let settings = DatabaseSettings { include: vec!["a[".to_owned()], ..Default::default() };
        assert!(Filters::new(&settings).err().unwrap().to_string().contains("database.include"));
    }
}
