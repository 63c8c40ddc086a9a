INSERT INTO t VALUES (1,'[1,5)','(,)','[1.5,2]','[2020-01-01,infinity)','["2020-01-01 10:00:00",)','[-infinity,"2021-01-01 00:00:00.5+02"]','{[1,3),[7,9)}','{}','{(,"2020-01-01 00:00:00+00"]}','[1.5,Infinity)','{empty,NULL,"[3,4)"}',
 ROW('a "q" \ b, (c)','12','2020-02-29',ARRAY['x','y,"z',NULL],'ok','["2020-01-01 00:00:00+00",infinity)',true,12.50,'\xdeadbeef'),
 ROW(ROW('s',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL), ARRAY[ROW('t','','infinity',NULL,'sad','empty',false,0,'')::address], 'Infinity'), ARRAY[ROW(NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL)::address,NULL], NULL);
INSERT INTO t (id, i4, md) VALUES (2, 'empty', '{[2020-01-01,2020-01-03),[2021-01-01,)}');
