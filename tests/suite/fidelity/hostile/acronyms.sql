-- Capitals and digits: the code's words must lead back to the very names.
CREATE TABLE "HTTPServer" (id integer PRIMARY KEY, "userIDs" integer[], "IPv4" inet, "URL" text, "sha256Sum" text, "x2y" integer, "X2Y2Z" integer, "iOSVersion" text, "ÄÖÜ" text);
CREATE TABLE "HTTPServerLog" (id integer PRIMARY KEY, "HTTPServerID" integer NOT NULL REFERENCES "HTTPServer" (id), "ID2" integer UNIQUE);
CREATE TABLE "OAuth2Token" (id integer PRIMARY KEY, "oAuth2" text, "HTTPServerLogID" integer REFERENCES "HTTPServerLog" ("ID2"));
CREATE TABLE "a1" (id integer PRIMARY KEY, "b1C2d3" integer);
