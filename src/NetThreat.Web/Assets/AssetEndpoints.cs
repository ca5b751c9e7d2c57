using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NetThreat.Web.Assets;

/// <summary>One embedded file. Its address carries its digest, so that browsers may keep it for ever.</summary>
internal sealed record Asset(string Name, string ContentType, byte[] Content, string Digest)
{
    public string Address => $"/assets/{Digest}/{Name}";
}

/// <summary>The files that travel inside the assembly.</summary>
internal static class AssetEndpoints
{
    private static readonly Dictionary<string, Asset> s_assets = new[]
    {
        Load("base.css", "text/css; charset=utf-8"),
        Load("dashboard.css", "text/css; charset=utf-8"),
        Load("page.js", "text/javascript; charset=utf-8"),
        Load("favicon.svg", "image/svg+xml"),
        Load("blazor.web.js", "text/javascript; charset=utf-8"),
    }.ToDictionary(a => a.Name, StringComparer.Ordinal);

    /// <summary>The address of a file.</summary>
    public static string Address(string name) => s_assets[name].Address;

    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        app.MapGet("/assets/{digest}/{name}", Serve).AllowAnonymous().ExcludeFromDescription();
        // Blazor's script asks for its own modules relative to this folder; the address without a digest is the documented one.
        app.MapGet("/_framework/blazor.web.js", (HttpContext context) => Send(context, s_assets["blazor.web.js"], "no-cache")).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Serve(string digest, string name, HttpContext context) =>
        s_assets.TryGetValue(name, out var asset) && asset.Digest == digest ? Send(context, asset, "public, max-age=31536000, immutable") : Results.NotFound();

    private static IResult Send(HttpContext context, Asset asset, string cache)
    {
        context.Response.Headers.CacheControl = cache;
        return Results.Bytes(asset.Content, asset.ContentType, entityTag: new($"\"{asset.Digest}\""));
    }

    private static Asset Load(string name, string contentType)
    {
        using var stream = typeof(AssetEndpoints).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new(name, contentType, content, Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8)));
    }
}
