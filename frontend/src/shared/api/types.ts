/** Names for the schemas of docs/openapi.json. No shape is written down here: schema.d.ts is generated. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type LatestPrice = Schemas["LatestPrice"];
export type Price = Schemas["Price"];
export type Candle = Schemas["Candle"];
export type Acknowledgement = Schemas["Acknowledgement"];
export type AcknowledgementRequest = Schemas["AcknowledgementRequest"];
export type Anomaly = Schemas["Anomaly"];
export type Feed = Schemas["Feed"];
export type Feeds = Schemas["Feeds"];
export type Prices = Schemas["Prices"];
export type Candles = Schemas["Candles"];
export type Anomalies = Schemas["Anomalies"];
export type Stats = Schemas["Stats"];
export type Requests = Schemas["Requests"];
export type ApiProblem = Schemas["Error"];

export type Query = Schemas["Query"];
export type QueryColumn = Schemas["QueryColumn"];
export type QueryRequest = Schemas["QueryRequest"];
export type QueryStarted = Schemas["QueryStarted"];
export type ReadyMadeQuery = Schemas["ReadyMadeQuery"];
export type ReadyMadeQueries = Schemas["ReadyMadeQueries"];

export type PushSubscribe = Schemas["PushSubscribe"];
export type PushPing = Schemas["PushPing"];
export type PushSubscribed = Schemas["PushSubscribed"];
export type PushPong = Schemas["PushPong"];
export type PushProblem = Schemas["PushProblem"];
export type PushFeed = Schemas["PushFeed"];
export type PushUpdate = Schemas["PushUpdate"];

export type PushRequest = PushSubscribe | PushPing;
export type PushMessage = PushSubscribed | PushPong | PushProblem | PushUpdate;
