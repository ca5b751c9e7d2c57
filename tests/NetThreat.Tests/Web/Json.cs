using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace NetThreat.Tests.Web;

/// <summary>Short forms for talking to the API.</summary>
internal static class Json
{
    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await client.GetAsync(path);
        return await answer.JsonAsync(expected);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public static StringContent Body(string json, string type = "application/json") => new(json, Encoding.UTF8, type);

    public static async Task<HttpResponseMessage> PatchAsync(this HttpClient client, string path, string json, string? ifMatch, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = Body(json, type) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> SignInAsync(this HttpClient client, string name, string password) =>
        client.PostAsJsonAsync("/api/v1/session", new { name, password });
}
