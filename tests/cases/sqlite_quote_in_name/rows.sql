INSERT INTO x (id) VALUES (1), (2);
INSERT INTO "t'); drop table x; --" (id, x_id) VALUES (1, 2);
INSERT INTO "it's" (id, "a'b", "c""d") VALUES (1, 'one', 'two');
