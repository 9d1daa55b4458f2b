//! A local HTTP server on a real socket.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::stream;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Bytes, Frame, Incoming as Body};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use pandapon_sandbox::{HttpRequest, Sandbox};
use tokio::net::TcpListener;

/// What a server does with a request.
pub enum Answer {
    Json {
        status: u16,
        body: Vec<u8>,
    },
    Redirect(String),
    /// Sends half of the body that content-length announces.
    CutOff,
    /// Closes the connection.
    Close,
    /// Does nothing for longer than any test waits.
    Silence,
}

impl Answer {
    pub fn json(status: u16, body: &str) -> Self {
        Self::Json { status, body: body.as_bytes().to_vec() }
    }
}

/// A received request: URL, headers and body.
pub struct Received {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Received {
    /// Returns the value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A server, which runs until it is dropped.
pub struct Server {
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server with this behaviour.
    pub async fn answering(answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(accept(listener, Arc::new(answer), Arc::clone(&requests)));
        Self { url, requests }
    }

    /// Starts a server for a sandbox.
    pub async fn of_sandbox(sandbox: Sandbox) -> Self {
        let sandbox = Mutex::new(sandbox);
        Self::answering(move |received| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
            let incoming = HttpRequest {
                method: &received.method,
                url: &received.url,
                headers: &received.headers,
                body: Some(&received.body),
            };
            let answer = sandbox.lock().unwrap().handle(&incoming, u64::try_from(now).unwrap());
            Answer::Json { status: answer.status, body: answer.body }
        })
        .await
    }

    /// Returns the URLs of all requests, in order.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

type Decide = Arc<dyn Fn(&Received) -> Answer + Send + Sync>;

async fn accept(listener: TcpListener, answer: Decide, requests: Arc<Mutex<Vec<String>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (answer, requests) = (Arc::clone(&answer), Arc::clone(&requests));
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let (answer, requests) = (Arc::clone(&answer), Arc::clone(&requests));
                async move {
                    let received = receive(request).await;
                    requests.lock().unwrap().push(received.url.clone());
                    respond(answer(&received)).await
                }
            });
            // A connection that the test breaks ends with an error here.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn receive(request: Request<Body>) -> Received {
    let (parts, body) = request.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let header = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap().to_owned())
    };
    Received {
        method: parts.method.to_string(),
        url: parts.uri.to_string(),
        headers: parts.headers.iter().map(header).collect(),
        body: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

async fn respond(answer: Answer) -> Result<Response<BoxBody<Bytes, Broken>>, Broken> {
    let builder = Response::builder();
    let whole = |body: Vec<u8>| Full::from(body).map_err(|never| match never {}).boxed();
    let response = match answer {
        Answer::Json { status, body } => builder.status(status).body(whole(body)),
        Answer::Redirect(url) => builder.status(302).header("location", url).body(whole(Vec::new())),
        Answer::CutOff => {
            let half = [Ok(Frame::data(Bytes::from_static(br#"{"code":200,"#))), Err(Broken)];
            builder.header("content-length", 100).body(StreamBody::new(stream::iter(half)).boxed())
        }
        Answer::Close => return Err(Broken),
        Answer::Silence => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            return Err(Broken);
        }
    };
    Ok(response.unwrap())
}

/// Ends the connection without a response.
#[derive(Debug, thiserror::Error)]
#[error("the test ends the connection")]
pub struct Broken;
