CREATE TABLE with_autoincrement (id INTEGER PRIMARY KEY AUTOINCREMENT, note text);
CREATE TABLE without_autoincrement (id INTEGER PRIMARY KEY, note text);
CREATE TABLE int_is_no_alias (id INT PRIMARY KEY NOT NULL, note text);
CREATE TABLE descending_is_no_alias (id INTEGER PRIMARY KEY DESC, note text);
CREATE TABLE by_constraint (id INTEGER, note text, PRIMARY KEY (id));
CREATE TABLE two_columns (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b));
CREATE TABLE no_rowid (id INTEGER PRIMARY KEY, note text) WITHOUT ROWID;
