SET lc_monetary = 'C';
INSERT INTO sample (id, proved_texts) VALUES (1, '{}');
INSERT INTO sample VALUES (2, '{t,f,NULL}', '{1,NULL,-32768}', '{NULL}', '{9223372036854775807,NULL}', '{1.5,NaN,Infinity,-Infinity,NULL,1e-45}', '{0.1,NULL,1e300,NaN}',
  '{12.34,NULL,0,-0.01}', '{123456789012345678901234567890.123456789,NULL,0.0000000000000000000000000000000001}', '{12.34,NULL,-0.01}', '{abc,NULL,a}', '{abcde,NULL,"a,b"}',
  ARRAY[NULL, '', 'NULL', 'null', 'plain', 'a b', ' lead', 'a,b', '{x}', 'it''s', 'quo"te', 'back\slash', E'new\nline', '[1:2]={a}', 'é→😀'], ARRAY['\xdeadbeef', NULL, '']::bytea[],
  '{2026-01-02,NULL,0001-01-01,9999-12-31}', '{03:04:05.678,NULL,23:59:59.999999}', '{"2026-01-02 03:04:05.678",NULL,"2026-01-02 00:00:00"}', '{"2026-01-02 03:04:05.678901+00",NULL,"2026-01-02 03:04:05+05:30"}',
  ARRAY['{"a": [1, "x"]}', NULL, 'null']::json[], ARRAY['{"a": [1, "x"]}', NULL, 'null']::jsonb[], '{67e55044-10b1-426f-9247-bb680e5fe0c8,NULL}',
  '{sad,NULL,"very happy",it''s,"NULL"}', ARRAY['a,b', NULL, '{', '']::"Mood"[], '{far,NULL}', ARRAY[('Main St', '1"2')::address, NULL, ('a,b', NULL)::address], '{a@b,NULL}', '{a@b,NULL}', NULL, '{Ada,NULL,"b C"}',
  '{10.0.0.0/8,NULL,::1}', '{"1 day 02:03:04",NULL}', '{"[1,5)",NULL,empty}', '{(3,4),(1,2);NULL}', '{n,NULL}', '{42,NULL}', '{{1,NULL},{3,4},{5,6}}', '{{{a,NULL},{"b c",""}},{{d,e},{f,g}}}', '{1,2}', '{a,b}');
INSERT INTO sample (id, wholes, texts, moods, grid, words, proved_texts) VALUES
  (3, '[0:1]={1,NULL}', '{{a,b},{c,NULL}}', '{{sad,NULL}}', '[-1:0][2:3]={{1,2},{3,NULL}}', '{one,dimension}', '{}'),
  (4, '{}', '[5:5]={x}', '{}', '{}', '{}', '{"",NULL2}');
INSERT INTO path VALUES ('{1,2,3}', 'a'), ('{}', 'empty'), ('{{1,NULL},{2,3}}', 'grid');
INSERT INTO step VALUES ('{1,2,3}', 1, '{a,NULL}'), ('{1,2,3}', 2, NULL), ('{{1,NULL},{2,3}}', 1, '{}');
