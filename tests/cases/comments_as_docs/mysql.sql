CREATE TABLE customer (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL COMMENT 'Ends a comment */ starts one /* and "quotes" it''s done.',
  note text COMMENT 'Tab\there, carriage\r\nreturn, [link]: <b>html</b> & {{ braces }} {% x %} #![deny] ]',
  code varchar(10) COMMENT 'right-to-left ‮ override and zero​width', plain text)
  COMMENT 'Who buys.\nSecond line with `code` and *stars*.\n\n    four spaces\n```sql\nselect 1;\n```';
