using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace NetThreat.IntegrationTests.Running;

/// <summary>A program that reads the API of a running system with a bearer token.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _client;

    private ApiClient(HttpClient client) => _client = client;

    public static async Task<ApiClient> SignInAsync(Uri address, string password)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        using var answer = await client.PostAsJsonAsync("/api/v1/session", new { name = "admin", password });
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        return new(client);
    }

    /// <summary>The rows of a list.</summary>
    public async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path) =>
        [.. (await _client.GetFromJsonAsync<JsonElement>($"/api/v1/{path}")).GetProperty("items").EnumerateArray()];

    /// <summary>Incidents by first activity, in the words of a test.</summary>
    public async Task<IReadOnlyList<string>> IncidentsAsync() =>
        [.. (await ItemsAsync("incidents")).OrderBy(i => i.GetProperty("first").GetString(), StringComparer.Ordinal).Select(Words)];

    public void Dispose() => _client.Dispose();

    private static string Words(JsonElement incident) =>
        $"{string.Join(',', incident.GetProperty("techniques").EnumerateArray().Select(t => t.GetProperty("id").GetString()))} of {Key(incident.GetProperty("keyEntity"))}";

    private static string Key(JsonElement entity) => $"{entity.GetProperty("role").GetString()} {entity.GetProperty("value").GetString()}";
}
