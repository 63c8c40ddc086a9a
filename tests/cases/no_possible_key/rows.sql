INSERT INTO reading (level, speeds) VALUES (1.5, '{1,2.5}'), (NULL, NULL), (7, '{}');
INSERT INTO depth (metres) VALUES (1.5), (-2);
