INSERT INTO sample (value, several) SELECT v, ARRAY[v, 'self'] FROM unnest(enum_range(NULL::odd)) v;
INSERT INTO quoted VALUES (1, 'A', '{a,NULL,A,""}', '{a-b,A-B}'), (2, 'a', NULL, '{}'), (3, '', '{{a},{A}}', '{self,Self}');
INSERT INTO listed VALUES ('a-b', '-'), ('a_b', '→'), ('A-B', 'self'), ('1', ''), ('-1', NULL), ('self', NULL), ('', NULL), ('→', NULL), ('{"}', NULL);
