// Generated from docs/openapi.json by `npm run types`. Do not edit.

export interface paths {
    readonly "/prices": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Return the newest price of every symbol that a feed has. */
        readonly get: operations["get_prices"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/prices/{symbol}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Return a symbol's prices of the last hours in one feed, newest first. */
        readonly get: operations["get_price_history"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/anomalies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Return the newest anomalies of all symbols, of all feeds or of one, however old. */
        readonly get: operations["get_anomalies"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/anomalies/{event_id}/acknowledgement": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Note who knows of an anomaly. The first who says so is kept, and told to whoever comes later. */
        readonly post: operations["acknowledge_anomaly"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/candles/{symbol}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Return a symbol's minute candles of the last hours in one feed, newest first. */
        readonly get: operations["get_candles"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/stats": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Return how much flows through a feed, and whether it does. */
        readonly get: operations["get_stats"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/feeds": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Every feed that has events, the last to begin first. */
        readonly get: operations["get_feeds"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/query/ready-made": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Return the ready-made queries over the last days of arrivals, for POST /query; no secret, so without a token. */
        readonly get: operations["get_ready_made"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/query": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Hand one SELECT over the table raw_events to Athena; its answer is at /query/{id} when it is ready. */
        readonly post: operations["start_query"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/query/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Return how far a query is, and its first rows once it is done; one that runs for too long is cancelled. */
        readonly get: operations["get_query"];
        readonly put?: never;
        readonly post?: never;
        /** Cancel a query; one that is over stays as it is, but its rows are not told. */
        readonly delete: operations["cancel_query"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The newest price of a symbol in a feed. `change_percent` belongs to this very price. */
        readonly LatestPrice: {
            readonly feed: string;
            readonly symbol: string;
            readonly price: number;
            readonly volume: number;
            readonly change_percent: number | null;
            readonly timestamp: string;
        };
        /** @description A price with its provenance. `volume_kind` is `interval` or `day_total`. */
        readonly Price: {
            readonly feed: string;
            readonly symbol: string;
            readonly price: number;
            readonly volume: number;
            readonly change_percent: number | null;
            readonly timestamp: string;
            /** @enum {string} */
            readonly volume_kind: "interval" | "day_total";
            /** @enum {string} */
            readonly source: "alpha_vantage" | "finnhub" | "replay";
            readonly event_id: string;
            readonly ingested_at: string;
        };
        /** @description One minute of one symbol in a feed; `trades` counts the events in it. */
        readonly Candle: {
            readonly feed: string;
            readonly symbol: string;
            readonly candle_timestamp: string;
            readonly open: number;
            readonly high: number;
            readonly low: number;
            readonly close: number;
            readonly volume: number;
            readonly trades: number;
            readonly first_at: string;
            readonly last_at: string;
        };
        /** @description A price that broke out of what a detector expected after those of `window`, oldest first. `mean_price` is what was expected, `stdev` the deviation that is usual, `z_score` how many of those it lies off: an anomaly beyond `threshold`, HIGH beyond `high_threshold`. `scale` is the time of the move, null for `zscore`. `alerted` says that its alert went out to the topic's subscribers, `delivered_to` names the webhooks that took it. One that was due and is held has `held_by`, `silence:<id>` or `quiet_hours`, and `held_until`, when that ends. */
        readonly Anomaly: {
            readonly feed: string;
            readonly symbol: string;
            readonly detected_at: string;
            readonly event_id: string;
            /** @enum {string} */
            readonly direction: "SPIKE" | "DROP";
            /** @enum {string} */
            readonly severity: "MEDIUM" | "HIGH";
            readonly current_price: number;
            readonly mean_price: number;
            readonly stdev: number;
            readonly z_score: number;
            readonly deviation_percent: number;
            /** @enum {string} */
            readonly detector: "zscore" | "multiscale" | "calibrated";
            readonly threshold: number;
            readonly high_threshold: number;
            readonly scale: ("1m" | "5m" | "15m" | "overnight") | null;
            readonly window: readonly number[];
            readonly alerted: boolean;
            readonly held_by: string | null;
            readonly held_until: string | null;
            readonly delivered_to: readonly string[];
            readonly acknowledged_at: string | null;
            readonly acknowledged_by: string | null;
            /** @enum {string} */
            readonly source: "alpha_vantage" | "finnhub" | "replay";
        };
        /** @description A feed: the live market, or one run of a replay of a fixture, both null for the live market. `started_at` is when its first event was put on the stream, `newest_at` when its last was quoted; `events` is how many its candles hold: of the last 30 days, or of the day that a replay is kept. */
        readonly Feed: {
            readonly feed: string;
            /** @enum {string} */
            readonly kind: "live" | "replay";
            readonly fixture: string | null;
            readonly run: string | null;
            readonly symbols: readonly string[];
            readonly started_at: string;
            readonly newest_at: string;
            readonly events: number;
        };
        /** @description A refusal or a failure: a text for people and a stable word for programs. */
        readonly Error: {
            readonly error: string;
            readonly code: string;
        };
        /** @description An answer that API Gateway gives by itself, such as 429 above the rate limit: a text in its own words. */
        readonly GatewayError: {
            readonly message: string;
        };
        /** @description GET /prices: the symbols that have a price in the feed. */
        readonly Prices: {
            readonly feed: string;
            readonly prices: {
                readonly [key: string]: components["schemas"]["LatestPrice"];
            };
        };
        /** @description GET /prices/{symbol}. */
        readonly PriceHistory: {
            readonly feed: string;
            readonly symbol: string;
            readonly prices: readonly components["schemas"]["Price"][];
            readonly count: number;
        };
        /** @description GET /candles/{symbol}. */
        readonly Candles: {
            readonly feed: string;
            readonly symbol: string;
            readonly candles: readonly components["schemas"]["Candle"][];
            readonly count: number;
        };
        /** @description GET /anomalies: of all feeds, or of the one asked for. */
        readonly Anomalies: {
            readonly anomalies: readonly components["schemas"]["Anomaly"][];
            readonly count: number;
        };
        /** @description GET /feeds, the last to begin first. */
        readonly Feeds: {
            readonly feeds: readonly components["schemas"]["Feed"][];
            readonly count: number;
        };
        /** @description The requests that a provider of quotes was sent today, New York's day; `limit` is null without one. `goes_on_at` is when it is asked again, null while requests are left. */
        readonly Requests: {
            readonly provider: string;
            readonly used: number;
            readonly limit: number | null;
            readonly goes_on_at: string | null;
        };
        /** @description GET /stats. `symbols_tracked` are the symbols that the ingester quotes, or those that a replay has. `requests` has every provider that was asked today; none for a replay. */
        readonly Stats: {
            readonly feed: string;
            readonly events_last_hour: number;
            readonly anomalies_24h: number;
            readonly symbols_tracked: number;
            readonly latest_prices: {
                readonly [key: string]: components["schemas"]["LatestPrice"];
            };
            /** @enum {string} */
            readonly pipeline_status: "operational" | "delayed" | "stalled";
            readonly requests: readonly components["schemas"]["Requests"][];
        };
        /** @description POST /anomalies/{event_id}/acknowledgement takes this: a name of one line, at most 60 characters. */
        readonly AcknowledgementRequest: {
            readonly by: string;
        };
        /** @description POST /anomalies/{event_id}/acknowledgement: who knows of the anomaly, the first who said so. */
        readonly Acknowledgement: {
            readonly event_id: string;
            readonly acknowledged_at: string;
            readonly acknowledged_by: string;
        };
        /** @description POST /query takes this: one SELECT in Trino's SQL, without comments. */
        readonly QueryRequest: {
            readonly sql: string;
        };
        /** @description POST /query: where the answer will be. */
        readonly QueryStarted: {
            readonly id: string;
        };
        /** @description A column of a result, with its type at Athena: bigint, decimal, double, varchar, and so on. */
        readonly QueryColumn: {
            readonly name: string;
            readonly type: string;
        };
        /** @description GET and DELETE /query/{id}. `reason` says why there is no result; it is null while there may be one. Cells are Athena's own texts, null for NULL. `cut` when there are more rows than these. `usd` is what the query costs on AWS. */
        readonly Query: {
            readonly id: string;
            /** @enum {string} */
            readonly state: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
            readonly reason: string | null;
            readonly scanned_bytes: number;
            readonly usd: number;
            readonly milliseconds: number;
            readonly columns: readonly components["schemas"]["QueryColumn"][];
            readonly rows: readonly (readonly (string | null)[])[];
            readonly cut: boolean;
        };
        /** @description A query with a name, and one line about it. */
        readonly ReadyMadeQuery: {
            readonly name: string;
            readonly about: string;
            readonly sql: string;
        };
        /** @description GET /query/ready-made, in the order of the catalogue. */
        readonly ReadyMadeQueries: {
            readonly queries: readonly components["schemas"]["ReadyMadeQuery"][];
            readonly count: number;
        };
        /** @description From a client: what to be sent from now on, in place of any former subscription. `feed` is the one whose prices and candles are wanted, null for the live market; for the others null means all. */
        readonly PushSubscribe: {
            /** @enum {string} */
            readonly action: "subscribe";
            readonly feed: string | null;
            readonly symbols: readonly string[] | null;
            readonly channels: readonly ("feeds" | "prices" | "candles" | "anomalies")[] | null;
        };
        /** @description From a client: answered with a pong, which also keeps an idle connection open. */
        readonly PushPing: {
            /** @enum {string} */
            readonly action: "ping";
        };
        /** @description To a client: the subscription that holds from now on. `symbols` null means all of them. */
        readonly PushSubscribed: {
            /** @enum {string} */
            readonly type: "subscribed";
            readonly feed: string;
            readonly symbols: readonly string[] | null;
            readonly channels: readonly ("feeds" | "prices" | "candles" | "anomalies")[];
        };
        /** @description To a client: the answer to a ping. */
        readonly PushPong: {
            /** @enum {string} */
            readonly type: "pong";
        };
        /** @description To a client: why a message was refused, as a text for people and a stable word for programs. */
        readonly PushProblem: {
            /** @enum {string} */
            readonly type: "error";
            readonly error: string;
            readonly code: string;
        };
        /** @description A feed that has a new price, the newest of them quoted at `newest_at`. One that a client has not met before has just begun. GET /feeds tells the rest. */
        readonly PushFeed: {
            readonly feed: string;
            /** @enum {string} */
            readonly kind: "live" | "replay";
            readonly fixture: string | null;
            readonly run: string | null;
            readonly newest_at: string;
        };
        /** @description To a client: what changed, the newest of each feed and symbol (candles: and minute); [] where nothing. */
        readonly PushUpdate: {
            /** @enum {string} */
            readonly type: "update";
            readonly feeds: readonly components["schemas"]["PushFeed"][];
            readonly prices: readonly components["schemas"]["LatestPrice"][];
            readonly candles: readonly components["schemas"]["Candle"][];
            readonly anomalies: readonly components["schemas"]["Anomaly"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly get_prices: {
        readonly parameters: {
            readonly query?: {
                /** @description The feed to show, as GET /feeds lists it: the live market, or a replay. */
                readonly feed?: string;
            };
            readonly header?: {
                /** @description ETags of answers that the client has, or *. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Prices"];
                };
            };
            /** @description The client has this answer already. */
            readonly 304: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is unknown, repeated or out of its limits. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests: API Gateway's own answer. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly get_price_history: {
        readonly parameters: {
            readonly query?: {
                /** @description The feed to show, as GET /feeds lists it: the live market, or a replay. */
                readonly feed?: string;
                /** @description How many hours to look back from now. */
                readonly hours?: number;
                /** @description How many entries to return at most. */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description ETags of answers that the client has, or *. */
                readonly "If-None-Match"?: string;
            };
            readonly path: {
                /**
                 * @description A ticker symbol.
                 * @example AAPL
                 */
                readonly symbol: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PriceHistory"];
                };
            };
            /** @description The client has this answer already. */
            readonly 304: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is unknown, repeated or out of its limits. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Nothing is known of the symbol in this feed. */
            readonly 404: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests: API Gateway's own answer. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly get_anomalies: {
        readonly parameters: {
            readonly query?: {
                /** @description Only this feed, as GET /feeds lists it; all of them without. */
                readonly feed?: string;
                /** @description How many entries to return at most. */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description ETags of answers that the client has, or *. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Anomalies"];
                };
            };
            /** @description The client has this answer already. */
            readonly 304: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is unknown, repeated or out of its limits. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests: API Gateway's own answer. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly acknowledge_anomaly: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The event that is an anomaly. */
                readonly event_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "by": "Ada"
                 *     }
                 */
                readonly "application/json": components["schemas"]["AcknowledgementRequest"];
            };
        };
        readonly responses: {
            /** @description Taken. */
            readonly 200: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acknowledgement"];
                };
            };
            /** @description The body is no such JSON, or the SQL is refused. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No token or a wrong one. */
            readonly 401: {
                headers: {
                    /** @description How to ask. */
                    readonly "WWW-Authenticate"?: "Bearer";
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such anomaly, or no longer. */
            readonly 404: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too long. */
            readonly 413: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests, API Gateway's own answer, or too many queries. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly get_candles: {
        readonly parameters: {
            readonly query?: {
                /** @description The feed to show, as GET /feeds lists it: the live market, or a replay. */
                readonly feed?: string;
                /** @description How many hours to look back from now. */
                readonly hours?: number;
                /** @description How many entries to return at most. */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description ETags of answers that the client has, or *. */
                readonly "If-None-Match"?: string;
            };
            readonly path: {
                /**
                 * @description A ticker symbol.
                 * @example AAPL
                 */
                readonly symbol: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Candles"];
                };
            };
            /** @description The client has this answer already. */
            readonly 304: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is unknown, repeated or out of its limits. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Nothing is known of the symbol in this feed. */
            readonly 404: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests: API Gateway's own answer. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly get_stats: {
        readonly parameters: {
            readonly query?: {
                /** @description The feed to show, as GET /feeds lists it: the live market, or a replay. */
                readonly feed?: string;
            };
            readonly header?: {
                /** @description ETags of answers that the client has, or *. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Stats"];
                };
            };
            /** @description The client has this answer already. */
            readonly 304: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is unknown, repeated or out of its limits. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests: API Gateway's own answer. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly get_feeds: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description ETags of answers that the client has, or *. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Feeds"];
                };
            };
            /** @description The client has this answer already. */
            readonly 304: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is unknown, repeated or out of its limits. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests: API Gateway's own answer. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly get_ready_made: {
        readonly parameters: {
            readonly query?: {
                /** @description Days of arrivals that the queries look at, the last of them today (UTC). */
                readonly days?: number;
            };
            readonly header?: {
                /** @description ETags of answers that the client has, or *. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReadyMadeQueries"];
                };
            };
            /** @description The client has this answer already. */
            readonly 304: {
                headers: {
                    /** @description A strong validator of the body. */
                    readonly ETag?: string;
                    /** @description Kept copies must be asked for again. */
                    readonly "Cache-Control"?: "no-cache";
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter is unknown, repeated or out of its limits. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests: API Gateway's own answer. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly start_query: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "sql": "SELECT count(*) AS events FROM raw_events WHERE year = 2026"
                 *     }
                 */
                readonly "application/json": components["schemas"]["QueryRequest"];
            };
        };
        readonly responses: {
            /** @description Taken. */
            readonly 202: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["QueryStarted"];
                };
            };
            /** @description The body is no such JSON, or the SQL is refused. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No token or a wrong one. */
            readonly 401: {
                headers: {
                    /** @description How to ask. */
                    readonly "WWW-Authenticate"?: "Bearer";
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too long. */
            readonly 413: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests, API Gateway's own answer, or too many queries. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly get_query: {
        readonly parameters: {
            readonly query?: {
                /** @description How many entries to return at most. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description What POST /query gave. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Query"];
                };
            };
            /** @description A parameter is not as described. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No token or a wrong one. */
            readonly 401: {
                headers: {
                    /** @description How to ask. */
                    readonly "WWW-Authenticate"?: "Bearer";
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such query, or its result is not kept any more. */
            readonly 404: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests, API Gateway's own answer, or too many queries. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
    readonly cancel_query: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description What POST /query gave. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Found. */
            readonly 200: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Query"];
                };
            };
            /** @description A parameter is not as described. */
            readonly 400: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No token or a wrong one. */
            readonly 401: {
                headers: {
                    /** @description How to ask. */
                    readonly "WWW-Authenticate"?: "Bearer";
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such query, or its result is not kept any more. */
            readonly 404: {
                headers: {
                    /** @description Never to be kept. */
                    readonly "Cache-Control"?: "no-store";
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests, API Gateway's own answer, or too many queries. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
            /** @description Something behind the API fails; try again. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Error"] | components["schemas"]["GatewayError"];
                };
            };
        };
    };
}
