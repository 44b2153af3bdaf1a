CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version (version_num) VALUES ('ae1027a6acf');
CREATE TABLE users (
    id INTEGER NOT NULL AUTO_INCREMENT,
    name VARCHAR(50) NOT NULL,
    email VARCHAR(255),
    is_admin BOOL NOT NULL DEFAULT false,
    created_at DATETIME NOT NULL DEFAULT now(),
    PRIMARY KEY (id),
    CONSTRAINT uq_users_email UNIQUE (email)
)COMMENT='People who buy';
CREATE INDEX ix_users_name ON users (name);
CREATE TABLE orders (
    id INTEGER NOT NULL AUTO_INCREMENT,
    user_id INTEGER NOT NULL,
    status ENUM('PENDING','SHIPPED') NOT NULL DEFAULT 'PENDING',
    total NUMERIC(10, 2) NOT NULL,
    note TEXT COMMENT 'What the "customer" said',
    PRIMARY KEY (id),
    CONSTRAINT fk_orders_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_orders_user_id ON orders (user_id);
