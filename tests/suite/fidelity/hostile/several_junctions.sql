-- Two pure junctions between one pair, a junction that links a table with itself twice, and one of three keys.
CREATE TABLE post (id integer PRIMARY KEY);
CREATE TABLE tag (id integer PRIMARY KEY);
CREATE TABLE post_tag (post_id integer REFERENCES post (id), tag_id integer REFERENCES tag (id), PRIMARY KEY (post_id, tag_id));
CREATE TABLE post_hidden_tag (post_id integer REFERENCES post (id), tag_id integer REFERENCES tag (id), PRIMARY KEY (post_id, tag_id));
CREATE TABLE tag_post (tag integer REFERENCES tag (id), post integer REFERENCES post (id), PRIMARY KEY (tag, post));
CREATE TABLE tag_synonym (tag_id integer REFERENCES tag (id), synonym_id integer REFERENCES tag (id), PRIMARY KEY (tag_id, synonym_id));
CREATE TABLE tag_antonym (tag_id integer REFERENCES tag (id), antonym_id integer REFERENCES tag (id), PRIMARY KEY (tag_id, antonym_id));
CREATE TABLE author (id integer PRIMARY KEY, posts text, post text);
CREATE TABLE author_post (author_id integer REFERENCES author (id), post_id integer REFERENCES post (id), PRIMARY KEY (author_id, post_id));
CREATE TABLE trio (post_id integer REFERENCES post (id), tag_id integer REFERENCES tag (id), author_id integer REFERENCES author (id), PRIMARY KEY (post_id, tag_id, author_id));
CREATE TABLE half (post_id integer REFERENCES post (id), tag_id integer NOT NULL REFERENCES tag (id), PRIMARY KEY (post_id));
