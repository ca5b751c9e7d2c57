namespace NetThreat.Web;

/// <summary>The web server could not start; the message is one line for people that names the cause and the fix.</summary>
public sealed class WebStartException(string message, Exception? inner = null) : Exception(message, inner);
