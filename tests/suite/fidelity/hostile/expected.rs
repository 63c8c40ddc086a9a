//! What must become of each hostile schema.

use super::Hostile;
use sea_scaffold::database::Backend;

const fn postgres(file: &'static str, made: (usize, usize), said: &'static [&'static str]) -> Hostile {
    Hostile { file, backend: Backend::Postgres, made, said, empty: &[] }
}

const fn mysql(file: &'static str, made: (usize, usize), said: &'static [&'static str]) -> Hostile {
    Hostile { backend: Backend::MySql, ..postgres(file, made, said) }
}

const fn sqlite(file: &'static str, made: (usize, usize), said: &'static [&'static str]) -> Hostile {
    Hostile { backend: Backend::Sqlite, ..postgres(file, made, said) }
}

/// The suite's own, beside this file.
pub(super) const OWN: &[Hostile] = &[
    postgres("acronyms", (4, 0), &[]),
    postgres("defaults", (1, 0), &[]),
    postgres("enum_values", (3, 0), &[]),
    postgres("families", (5, 0), &["G030 distant", "G030 hits"]),
    postgres(
        "invisible",
        (3, 1),
        &[
            "G002 invoice",
            "G002 invoice.ref\u{2066}",
            "G002 inv\u{202e}oice",
            "G002 inv\u{202e}oice",
            "G002 inv\u{202e}oice.\u{1}",
            "G002 inv\u{202e}oice.\u{1}",
            "G002 inv\u{202e}oice.amount",
            "G002 inv\u{202e}oice.amo\u{200b}unt",
            "G002 inv\u{202e}oice.amo\u{200b}unt",
            "G002 inv\u{202e}oice.\u{200f}",
            "G002 inv\u{202e}oice.\u{200f}",
            "G002 inv\u{202e}oice.\u{feff}bom",
            "G002 mo\u{2067}od",
            "G002 to\u{200b}tals",
            "G002 to\u{200b}tals.\u{202e}n",
        ],
    ),
    postgres("markup", (3, 0), &[]),
    mysql("mysql_names", (5, 1), &["G001 type.Self_", "G001 type.self"]),
    mysql("mysql_types", (10, 0), &["G022 moment.t"]),
    postgres("no_unique", (8, 0), &[]),
    postgres(
        "odd_keys",
        (17, 2),
        &["G030 by_float", "G030 by_key_that_may_be_null", "G030 by_nothing", "G030 by_thirteen"],
    ),
    postgres("other_schema", (2, 0), &["G041 orders.user_id"]),
    postgres("own_files", (22, 2), &["G001 test", "G001 tests"]),
    postgres("paths", (13, 0), &["G001 STRASSE", "G001 a/b", "G001 a:b", "G001 a\\b", "G001 straße"]),
    postgres(
        "self_and_crate",
        (4, 0),
        &["G001 Self", "G001 crate.SELF", "G001 crate.Self", "G001 crate.self", "G001 self"],
    ),
    postgres("several_junctions", (11, 0), &[]),
    sqlite(
        "sqlite_names",
        (7, 1),
        &[
            "G002 a\nb.",
            "G002 a\nb.\n",
            "G001 sqlite._rowid_",
            "G001 sqlite.rowid",
            "G001 t\"); drop table x; --",
            "G001 t'); drop table x; --",
        ],
    ),
    sqlite("sqlite_types", (11, 1), &["G030 bare", "G030 no key", "G030 outside", "G030 page"]),
    postgres(
        "std_enums",
        (2, 0),
        &["G001 iterator.EntityName", "G001 iterator.Err", "G001 iterator.entity_name", "G001 iterator.err"],
    ),
    postgres("type_names", (3, 0), &[]),
];

/// Those beside the workspace.
pub(super) const BESIDE: &[Hostile] = &[
    postgres("01-keywords", (3, 0), &[]),
    postgres("02-gen-2024", (2, 0), &[]),
    postgres("04-super-column", (1, 0), &[]),
    postgres("05-underscore-column", (1, 0), &[]),
    postgres("07-super-table", (1, 0), &[]),
    postgres("08-reserved-modules", (3, 0), &[]),
    postgres(
        "10-table-case-collision",
        (4, 0),
        &["G001 USER_ACCOUNT", "G001 UserAccount", "G001 user-account", "G001 user_account"],
    ),
    postgres(
        "11-column-case-collision",
        (1, 0),
        &["G001 t.USER_ID", "G001 t.user-id", "G001 t.userId", "G001 t.user_id"],
    ),
    postgres("13-enum-value-symbols", (1, 0), &[]),
    postgres("14-enum-value-dash", (1, 0), &[]),
    postgres("16-enum-value-self", (1, 0), &[]),
    postgres("17-enum-value-unicode", (1, 0), &[]),
    postgres("19-enum-name-shadow", (1, 0), &[]),
    postgres("20-enum-name-case", (1, 0), &["G001 Status", "G001 status"]),
    postgres("22-digit-leading-column", (1, 0), &[]),
    postgres("23-emoji-column", (1, 0), &[]),
    postgres("25-unicode-ok", (1, 0), &[]),
    postgres("26-unicode-nfc-nfd", (2, 0), &["G002 t.cafe\u{301}", "G002 t.caf\u{e9}"]),
    postgres("28-newline-quote-names", (3, 0), &[]),
    postgres("29-path-traversal", (3, 0), &[]),
    postgres("31-windows-reserved", (4, 0), &[]),
    postgres("32-comment-injection", (1, 0), &[]),
    postgres("34-no-pk", (2, 0), &["G030 log_line"]),
    postgres("35-zero-columns", (1, 0), &["G021 nothing"]),
    postgres("37-60-fks-same-pair", (2, 0), &[]),
    postgres("38-cyclic-fk", (3, 0), &[]),
    postgres("40-fk-same-name", (4, 0), &[]),
    Hostile { empty: &["ch"], ..postgres("41-fk-composite-order", (2, 0), &[]) },
    postgres("43-exotic-types", (1, 0), &[]),
    postgres("44-identity-generated", (5, 0), &[]),
    postgres("46-column-order", (1, 0), &[]),
    postgres("47-long-names", (2, 0), &[]),
    postgres("49-model-name-tables", (7, 0), &[]),
    postgres("50-std-shadow-tables", (7, 0), &[]),
    postgres("52-indexes", (2, 0), &[]),
    postgres("53-hidden-tables", (2, 2), &[]),
    postgres("55-type-name-injection", (1, 0), &[]),
    postgres(
        "56-underscores",
        (5, 0),
        &["G001 t2.a__b", "G001 t2.a_b", "G001 t3.a1", "G001 t3.a_1", "G001 t_4", "G001 t__4"],
    ),
    postgres("58-enum-other-schema", (1, 0), &[]),
    postgres("59-enum-digit-collision", (1, 0), &[]),
    postgres("61-prelude-columns", (1, 0), &[]),
    postgres("62-null-array-bool", (1, 0), &[]),
    postgres("64-mixed-case-enum-array", (1, 0), &[]),
    postgres("65-dropped-fk-target-notvalid", (2, 0), &[]),
    postgres("67-citext", (3, 0), &[]),
    postgres("68-fk-same-name-single", (4, 0), &[]),
    postgres("70-fk-column-eq-table", (2, 0), &[]),
    postgres("71-three-way-junction", (6, 0), &[]),
    postgres("73-invalid-index", (1, 0), &[]),
    postgres("74-enum-in-dropped-type", (1, 0), &["G010 e"]),
    mysql("mariadb-01-enum-same-column-name", (2, 0), &[]),
    mysql("mariadb-03-types", (1, 0), &["G022 a.tm"]),
    mysql("mysql", (3, 1), &[]),
    postgres("pg-name-stability", (2, 0), &[]),
    postgres("postgres", (26, 2), &["G030 nopk"]),
    sqlite("sqlite", (4, 0), &[]),
    sqlite("sqlite-01-notype", (1, 0), &[]),
    sqlite("sqlite-05-strict-withoutrowid", (2, 0), &[]),
    sqlite("sqlite-07-fk-implicit-target", (2, 0), &[]),
    sqlite("sqlite-14-pragma-injection", (2, 0), &[]),
];
