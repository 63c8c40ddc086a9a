SET lc_monetary = 'C';
INSERT INTO sample VALUES (1, '{1,2}', '{a,"b c"}', '{sad,"very happy"}', '{sad,"very happy"}', '{12.34,-1}', '{A,b}', '{67e55044-10b1-426f-9247-bb680e5fe0c8}', '{{1,2},{3,NULL}}'), (2, '{}', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
