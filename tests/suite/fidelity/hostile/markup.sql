-- Names and comments that are Markdown, HTML or a diagram's commands.
CREATE TABLE "</pre><script>alert(1)</script>" (id integer PRIMARY KEY, "a|b" text, "[x](javascript:alert(1))" text, "`tick`" text, "**bold**" text, "<!--" text);
CREATE TABLE U&"x\000aclick X href ""javascript:alert(1)""" (id integer PRIMARY KEY, "%%{init}%%" integer REFERENCES "</pre><script>alert(1)</script>" (id));
CREATE TYPE "} erDiagram {" AS ENUM ('}', '"]', '```', '-->');
CREATE TABLE "with space" (id integer PRIMARY KEY, "e e" "} erDiagram {" NOT NULL);
COMMENT ON TABLE "with space" IS E'```\n</details>\n# heading\n- item\n> quote\n<script>\n[a]: b\n| a | b |\n|---|---|\n';
COMMENT ON COLUMN "with space"."e e" IS E'[`Entity`] [broken link] <T> https://example.org \\';
COMMENT ON TYPE "} erDiagram {" IS E'*/ pub fn evil() {} /* """ #"\n//! inner\n/// outer';
