CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version (version_num) VALUES ('ae1027a6acf');
CREATE TABLE users (
	id INTEGER NOT NULL,
	name VARCHAR(50) NOT NULL,
	email VARCHAR(255),
	is_admin BOOLEAN DEFAULT 0 NOT NULL,
	created_at DATETIME DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT uq_users_email UNIQUE (email)
);
CREATE INDEX ix_users_name ON users (name);
CREATE TABLE orders (
	id INTEGER NOT NULL,
	user_id INTEGER NOT NULL,
	status VARCHAR(7) NOT NULL,
	total NUMERIC(10, 2) NOT NULL,
	note TEXT,
	PRIMARY KEY (id),
	CONSTRAINT fk_orders_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
	CONSTRAINT orderstatus CHECK (status IN ('PENDING', 'SHIPPED'))
);
CREATE INDEX ix_orders_user_id ON orders (user_id);
