namespace NetThreat.Core.Flows;

/// <summary>One HTTP request with its response, as far as they were seen. Null where a header was absent.</summary>
public sealed record HttpTransaction
{
    public string? Method { get; init; }

    /// <summary>The Host header, or :authority of HTTP/2.</summary>
    public string? Host { get; init; }

    /// <summary>The request target as it stood in the request line.</summary>
    public string? Uri { get; init; }

    /// <summary>"1.1", "1.0", "2" …: of the request, or of the response where no request was seen.</summary>
    public string? Version { get; init; }

    public string? UserAgent { get; init; }

    public string? Referrer { get; init; }

    /// <summary>Content-Type of the request, without parameters.</summary>
    public string? RequestType { get; init; }

    /// <summary>Content-Type of the response, without parameters.</summary>
    public string? ResponseType { get; init; }

    /// <summary>The Server header.</summary>
    public string? Server { get; init; }

    /// <summary>Content-Length of the request; -1 where none was announced.</summary>
    public long RequestLength { get; init; } = -1;

    /// <summary>Content-Length of the response; -1 where none was announced.</summary>
    public long ResponseLength { get; init; } = -1;

    /// <summary>The final status; 0 where no response was seen.</summary>
    public int Status { get; init; }

    /// <summary>The protocol that the server switched to (101), lower case: websocket, h2c.</summary>
    public string? Upgrade { get; init; }

    /// <summary>The user of basic authentication; the password is not kept.</summary>
    public string? User { get; init; }
}
