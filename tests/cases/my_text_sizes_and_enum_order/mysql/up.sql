ALTER TABLE shirts MODIFY COLUMN size enum('small', 'medium', 'large') NOT NULL DEFAULT 'small';

ALTER TABLE shirts MODIFY COLUMN note mediumtext NOT NULL;

ALTER TABLE shirts MODIFY COLUMN code varchar(60) NOT NULL;

CREATE INDEX shirts_code_size_idx ON shirts (code, size);
