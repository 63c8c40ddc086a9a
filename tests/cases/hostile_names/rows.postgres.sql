INSERT INTO "a
b" (id, "*/ /*") VALUES (1, 'x');
INSERT INTO "../../etc/passwd" (id) VALUES (1);
