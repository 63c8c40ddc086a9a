//! Asks the service over HTTP, and holds what is asked and answered against its document.

use super::document;
use anyhow::{Context, Result, ensure};
use http_body_util::BodyExt;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, ETAG, HOST, HeaderMap, IF_MATCH};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value as Json;
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// Somebody who asks the service.
pub(super) struct Client {
    pub(super) address: SocketAddr,
    document: Json,
}

/// What the service answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
    /// What the text says in JSON, if it is JSON.
    pub(super) body: Json,
}

impl Client {
    /// Reads the document first.
    pub(super) async fn of(address: SocketAddr) -> Result<Self> {
        let unread = Self { address, document: Json::Null };
        let document = unread.raw(Request::get("/openapi.json"), String::new()).await?.is(200)?.body;
        Ok(Self { document, ..unread })
    }

    /// Asks `METHOD /path`, of the state that has that tag.
    pub(super) async fn ask(&self, call: &str, etag: Option<&str>, body: Option<Json>) -> Result<Answer> {
        let (method, path) = call.split_once(' ').context("a method and a path")?;
        let mut request = Request::builder().method(method.parse::<Method>()?).uri(path);
        if let Some(etag) = etag {
            request = request.header(IF_MATCH, etag);
        }
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let text = body.as_ref().map(Json::to_string).unwrap_or_default();
        let answer = self.raw(request, text).await?;
        if path != "/openapi.json" {
            document::check(&self.document, call, body.as_ref(), &answer)
                .with_context(|| format!("{call}: {answer:?}"))?;
        }
        Ok(answer)
    }

    /// Asks whatever it is.
    pub(super) async fn raw(&self, request: hyper::http::request::Builder, text: String) -> Result<Answer> {
        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let request = request.header(HOST, self.address.to_string()).body(text)?;
        let (head, body) = sender.send_request(request).await?.into_parts();
        let text = String::from_utf8(body.collect().await?.to_bytes().to_vec())?;
        let body = serde_json::from_str(&text).unwrap_or_default();
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, text, body })
    }
}

impl Answer {
    /// The answer, if it has that status.
    pub(super) fn is(self, status: u16) -> Result<Self> {
        ensure!(self.status == status, "{} instead of {status}: {}", self.status, self.text);
        Ok(self)
    }

    /// Fails unless it is a problem with that status and that code.
    pub(super) fn refused(self, status: u16, code: &str) -> Result<Self> {
        ensure!(self.header(CONTENT_TYPE.as_str())? == "application/problem+json", "{self:?}");
        ensure!(self.status == status && self.body["status"] == status, "{self:?} instead of {status}");
        ensure!(self.body["code"] == code, "{} instead of {code}", self.text);
        let said = |member: &str| self.body[member].as_str().is_some_and(|text| !text.is_empty());
        ensure!(said("title") && said("detail"), "{}", self.text);
        Ok(self)
    }

    /// The tag of the state that it shows.
    pub(super) fn etag(&self) -> Result<&str> {
        self.header(ETAG.as_str())
    }

    pub(super) fn header(&self, name: &str) -> Result<&str> {
        Ok(self.headers.get(name).with_context(|| format!("{name} of {self:?}"))?.to_str()?)
    }
}
