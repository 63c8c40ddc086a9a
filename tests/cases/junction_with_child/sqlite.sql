CREATE TABLE invoice (id integer PRIMARY KEY AUTOINCREMENT, number varchar(20) NOT NULL);
CREATE TABLE invoice_line (invoice_id bigint NOT NULL, line_no bigint NOT NULL, label varchar(40) NOT NULL,
  PRIMARY KEY (invoice_id, line_no),
  CONSTRAINT line_invoice FOREIGN KEY (invoice_id) REFERENCES invoice (id));
CREATE TABLE shipment (id integer PRIMARY KEY AUTOINCREMENT, invoice_id bigint NOT NULL, line_no bigint NOT NULL,
  CONSTRAINT shipment_line FOREIGN KEY (invoice_id, line_no) REFERENCES invoice_line (invoice_id, line_no));
